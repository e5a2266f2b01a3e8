using System.CommandLine;
using System.Linq.Expressions;
using System.Reflection;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>An option of the command line, and the properties of the library's options that it sets.</summary>
/// <param name="Option">The option.</param>
/// <param name="Properties">The properties' names.</param>
/// <param name="Apply">Sets them where the option was given.</param>
internal sealed record OptionBinding(Option Option, IReadOnlyList<string> Properties, Action<ParseResult, AssSegmentationOptions> Apply)
{
    /// <summary>An option whose value is the property's.</summary>
    public static OptionBinding Of<T>(Option<T> option, Expression<Func<AssSegmentationOptions, T>> property)
    {
        var target = Property(property);
        return new(option, [target.Name], (result, options) => result.IfGiven(option, value => target.SetValue(options, value)));
    }

    /// <summary>An option whose word stands for the property's value.</summary>
    public static OptionBinding Of<T>(ChoiceOption<T> option, Expression<Func<AssSegmentationOptions, T>> property) where T : struct
    {
        var target = Property(property);
        return new(option, [target.Name], (result, options) => result.IfChosen(option, value => target.SetValue(options, value)));
    }

    /// <summary>An option that sets properties in a way of its own.</summary>
    public static OptionBinding Of<T>(Option<T> option, Action<AssSegmentationOptions, T> set, params string[] properties) =>
        new(option, properties, (result, options) => result.IfGiven(option, value => set(options, value)));

    private static PropertyInfo Property<T>(Expression<Func<AssSegmentationOptions, T>> property) => (PropertyInfo)((MemberExpression)property.Body).Member;
}
