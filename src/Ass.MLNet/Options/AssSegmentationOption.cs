using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Metadata of one option in <see cref="AssSegmentationOptions"/>: name, range, default, command-line name and help, and whether a
/// resumed run may change it.</summary>
/// <remarks>For programs that show, read or save options. They need no list of their own and pick up new options automatically.</remarks>
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

    /// <summary>All options in declaration order; those without a group come first.</summary>
    public static IReadOnlyList<AssSegmentationOption> All { get; } = FindAll();

    /// <summary>The property's name, prefixed with its group if it has one: <c>Iterations</c>, <c>Adversarial.GlobalWeight</c>.</summary>
    public string Name { get; }

    /// <summary>The group's name, or <see langword="null"/> for an option declared directly on
    /// <see cref="AssSegmentationOptions"/>.</summary>
    public string? Group => _group?.Name;

    /// <summary>The option's name in files (checkpoints and <c>options.json</c>): unique, without its group, and the same in all
    /// versions.</summary>
    public string Key => _declaration.Key ?? _property.Name;

    /// <summary>The property's type.</summary>
    public Type ValueType => _property.PropertyType;

    /// <summary>Whether it can be <see langword="null"/>.</summary>
    public bool IsNullable { get; }

    /// <summary>The value in new <see cref="AssSegmentationOptions"/>.</summary>
    public object? Default { get; }

    /// <summary>The default in version 0.1, which applies to files of that version that lack the option.</summary>
    public object? EarlierDefault => _declaration.EarlierDefault ?? Default;

    /// <summary>A number's range in words, such as <c>at least 1</c>; <see langword="null"/> for anything else.</summary>
    public string? Range => Allowed.Bounds;

    /// <summary>The allowed values in declaration order if the option is a choice of a few; otherwise empty.</summary>
    public IReadOnlyList<OptionChoice> Choices { get; }

    /// <summary>The command-line name, with its dashes; <see langword="null"/> if the command line cannot set the option. Two options with
    /// the same name are set together. A <c>--no-…</c> name turns off an option that is on by default.</summary>
    public string? CommandLineName => _declaration.CommandLineName;

    /// <summary>A one-line description, in command-line terms.</summary>
    public string Help => _declaration.Help;

    /// <summary>Whether a resumed run may change it.</summary>
    public ChangeOnResume OnResume => _declaration.OnResume;

    internal OptionRange Allowed { get; }

    /// <summary>A description of the allowed values, for error messages.</summary>
    internal string Expected => _declaration.Expected ?? Allowed.Expected;

    /// <summary>Gets the option's value from <paramref name="options"/>.</summary>
    public object? GetValue(AssSegmentationOptions options) => _property.GetValue(Owner(options));

    /// <summary>Sets the option's value in <paramref name="options"/>. Its range is checked later, when an estimator is created.</summary>
    /// <exception cref="ArgumentException">The value has the wrong type.</exception>
    public void SetValue(AssSegmentationOptions options, object? value) => _property.SetValue(Owner(options), value);

    /// <summary>Gets the option of a property: <c>Of(o =&gt; o.Adversarial.GlobalWeight)</c>.</summary>
    /// <exception cref="ArgumentException">The expression does not select an option's property.</exception>
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
        // Properties without a setter are groups.
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

    /// <summary><c>FrozenAffine</c> → <c>frozen-affine</c>, unless the value declares its own word.</summary>
    private static string Word(FieldInfo value) =>
        value.GetCustomAttribute<WordAttribute>()?.Text ?? InnerCapital().Replace(value.Name, "-$0").ToLowerInvariant();

    [GeneratedRegex(@"(?<=\p{Ll})\p{Lu}")]
    private static partial Regex InnerCapital();
}
