using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>What there is to know about one of <see cref="AssSegmentationOptions"/>: its name, range and default, its name and help on the
/// command line, and what resuming a run says to a change of it.</summary>
/// <remarks>For programs that show, read or save options: they need no list of their own, and an option that is added is in all of
/// them.</remarks>
public sealed partial class AssSegmentationOption
{
    private readonly PropertyInfo? _group;
    private readonly PropertyInfo _property;
    private readonly OptionAttribute _declaration;

    private AssSegmentationOption(PropertyInfo? group, PropertyInfo property)
    {
        (_group, _property) = (group, property);
        Name = group is null ? property.Name : $"{group.Name}.{property.Name}";
        _declaration = property.GetCustomAttribute<OptionAttribute>()
            ?? throw new InvalidOperationException($"Option {Name} has no [Option] that declares it.");
        Allowed = OptionRange.Of(property);
        Choices = FindChoices(property);
        IsNullable = !property.PropertyType.IsValueType
            ? new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable
            : Nullable.GetUnderlyingType(property.PropertyType) is not null;
        Default = GetValue(new AssSegmentationOptions());
    }

    /// <summary>Every option, in the order in which they are declared: first those without a group.</summary>
    public static IReadOnlyList<AssSegmentationOption> All { get; } = FindAll();

    /// <summary>The property, behind its group's name where it has one: <c>Iterations</c>, <c>Adversarial.GlobalWeight</c>.</summary>
    public string Name { get; }

    /// <summary>The group's name, or <see langword="null"/> for an option that lies on <see cref="AssSegmentationOptions"/>
    /// itself.</summary>
    public string? Group => _group?.Name;

    /// <summary>The name under which files keep it, checkpoints and <c>options.json</c>: unique, without a group, the same in all
    /// versions.</summary>
    public string Key => _declaration.Key ?? _property.Name;

    /// <summary>The property's type.</summary>
    public Type ValueType => _property.PropertyType;

    /// <summary>Whether it can be <see langword="null"/>.</summary>
    public bool IsNullable { get; }

    /// <summary>The value in new <see cref="AssSegmentationOptions"/>.</summary>
    public object? Default { get; }

    /// <summary>The value in new options of version 0.1, which is what a file of that version means that does not have it.</summary>
    public object? EarlierDefault => _declaration.EarlierDefault ?? Default;

    /// <summary>The range of a number in words, such as <c>at least 1</c>; <see langword="null"/> for anything else.</summary>
    public string? Range => Allowed.Bounds;

    /// <summary>The few values that it can have, in the order in which they are declared; empty where there are many.</summary>
    public IReadOnlyList<OptionChoice> Choices { get; }

    /// <summary>What it is called on the command line, with dashes; <see langword="null"/> where the command line does not set it. Two
    /// options with one name are set together; <c>--no-…</c> turns off what is on by default.</summary>
    public string? CommandLineName => _declaration.CommandLineName;

    /// <summary>What it does, in a line, in the command line's words.</summary>
    public string Help => _declaration.Help;

    /// <summary>Whether a resumed run may change it.</summary>
    public ChangeOnResume OnResume => _declaration.OnResume;

    internal OptionRange Allowed { get; }

    /// <summary>What a value must be, for an error.</summary>
    internal string Expected => _declaration.Expected ?? Allowed.Expected;

    /// <summary>The value in some options.</summary>
    public object? GetValue(AssSegmentationOptions options) => _property.GetValue(Owner(options));

    /// <summary>Sets the value in some options. Whether it is within its range is checked when an estimator is made of them.</summary>
    /// <exception cref="ArgumentException">It is of another type.</exception>
    public void SetValue(AssSegmentationOptions options, object? value) => _property.SetValue(Owner(options), value);

    /// <summary>The option of a property: <c>Of(o =&gt; o.Adversarial.GlobalWeight)</c>.</summary>
    /// <exception cref="ArgumentException">The expression is no option's property.</exception>
    public static AssSegmentationOption Of<T>(Expression<Func<AssSegmentationOptions, T>> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var body = property.Body is UnaryExpression { NodeType: ExpressionType.Convert } conversion ? conversion.Operand : property.Body;
        var member = (body as MemberExpression)?.Member;
        return All.FirstOrDefault(option => option._property == member)
            ?? throw new ArgumentException($"'{property}' is no option.", nameof(property));
    }

    /// <summary>Its <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    private object Owner(AssSegmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _group is null ? options : _group.GetValue(options)!;
    }

    private static AssSegmentationOption[] FindAll()
    {
        // A group is what cannot be set as a whole.
        var properties = typeof(AssSegmentationOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return
        [
            .. properties.Where(property => property.CanWrite).Select(property => new AssSegmentationOption(null, property)),
            .. properties
                .Where(property => !property.CanWrite)
                .SelectMany(group => group.PropertyType.GetProperties().Select(property => new AssSegmentationOption(group, property))),
        ];
    }

    private static OptionChoice[] FindChoices(PropertyInfo property)
    {
        if (property.GetCustomAttribute<System.ComponentModel.DataAnnotations.AllowedValuesAttribute>() is { } allowed)
        {
            return [.. allowed.Values.Select(value => new OptionChoice($"{value}", value!))];
        }

        return property.PropertyType.IsEnum
            ?
            [
                .. property
                    .PropertyType.GetFields(BindingFlags.Public | BindingFlags.Static)
                    .Select(field => new OptionChoice(Word(field), field.GetValue(null)!)),
            ]
            : [];
    }

    /// <summary><c>FrozenAffine</c> → <c>frozen-affine</c>, unless the value declares another word.</summary>
    private static string Word(FieldInfo value) =>
        value.GetCustomAttribute<WordAttribute>()?.Text ?? InnerCapital().Replace(value.Name, "-$0").ToLowerInvariant();

    [GeneratedRegex(@"(?<=\p{Ll})\p{Lu}")]
    private static partial Regex InnerCapital();
}
