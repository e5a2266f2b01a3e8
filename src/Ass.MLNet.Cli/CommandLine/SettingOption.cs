using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A command-line option that sets library options, created from the library's metadata.</summary>
internal sealed class SettingOption
{
    private readonly Func<ParseResult, object?[]> _read;

    private SettingOption(IReadOnlyList<AssSegmentationOption> sets, Option option, Func<ParseResult, object?[]> read) =>
        (Sets, Option, _read) = (sets, option, read);

    public Option Option { get; }

    /// <summary>The library options that it sets: two if one argument contains both.</summary>
    public IReadOnlyList<AssSegmentationOption> Sets { get; }

    /// <summary>Creates the options for all library options that the command line sets, in declaration order.</summary>
    /// <param name="defaults">The values of options that are not given.</param>
    /// <param name="except">Names of options that a verb handles itself.</param>
    public static SettingOption[] CreateAll(AssSegmentationOptions defaults, IReadOnlyCollection<string> except) =>
        [
            .. AssSegmentationOption
                .All.Where(option => option.CommandLineName is { } name && !except.Contains(name))
                .GroupBy(option => option.CommandLineName!)
                .Select(sets => Create(sets.Key, [.. sets], defaults)),
        ];

    /// <summary>Sets the options that were given, so that a preset's values remain for the others.</summary>
    public void Apply(ParseResult result, AssSegmentationOptions options)
    {
        if (!result.IsGiven(Option))
        {
            return;
        }

        foreach (var (option, value) in Sets.Zip(_read(result)))
        {
            option.SetValue(options, value);
        }
    }

    private static SettingOption Create(string name, AssSegmentationOption[] sets, AssSegmentationOptions defaults)
    {
        object?[] values = [.. sets.Select(option => option.GetValue(defaults))];
        var made =
            sets is [_, _] ? Scale(name, sets, new((double)values[0]!, (double)values[1]!))
            : sets[0].Choices.Count > 0 ? Choice(name, sets, values[0]!)
            : OfType(name, sets, values[0]);
        made.Option.Description = Describe(sets[0]);
        return made;
    }

    /// <summary>The description, range and default.</summary>
    private static string Describe(AssSegmentationOption option)
    {
        if (option.Range is not { } range)
        {
            return option.Help;
        }

        int end = option.Help.IndexOf(" Default:", StringComparison.Ordinal) is var mark && mark >= 0 ? mark : option.Help.Length;
        return $"{option.Help[..end]} {char.ToUpperInvariant(range[0])}{range[1..]}.{option.Help[end..]}";
    }

    private static SettingOption OfType(string name, AssSegmentationOption[] sets, object? value) =>
        sets[0].ValueType switch
        {
            var type when type == typeof(bool) => Flag(name, sets),
            var type when type == typeof(int) => Of(sets, new NumberOption<int>(name) { DefaultValueFactory = _ => (int)value! }),
            var type when type == typeof(double) => Of(sets, new NumberOption<double>(name) { DefaultValueFactory = _ => (double)value! }),
            var type when type == typeof(int?) => Of(sets, new NumberOption<int?>(name)),
            var type when type == typeof(double?) => Of(sets, new NumberOption<double?>(name)),
            var type when type == typeof(ImageSize?) => Of(
                sets,
                new Option<ImageSize?>(name) { HelpName = "WxH", CustomParser = ValueArguments.ParseSize }
            ),
            _ when sets[0] == AssSegmentationOption.Of(o => o.PretrainedWeights) => Weights(name, sets),
            var type => throw new NotSupportedException($"{name}: the command line has no form for {type}."),
        };

    private static SettingOption Of<T>(AssSegmentationOption[] sets, Option<T> option) =>
        new(sets, option, result => [result.GetValue(option)]);

    private static SettingOption Choice(string name, AssSegmentationOption[] sets, object value)
    {
        var option = new ChoiceOption(name, sets[0].Choices, value);
        return new(sets, option, result => [option.ValueOf(result.GetValue(option))]);
    }

    private static SettingOption Flag(string name, AssSegmentationOption[] sets)
    {
        var option = new Option<bool>(name) { HelpName = "true|false" };
        bool isNegative = name.StartsWith("--no-", StringComparison.Ordinal);
        return new(sets, option, result => [result.GetValue(option) != isNegative]);
    }

    private static SettingOption Scale(string name, AssSegmentationOption[] sets, ScaleArgument value)
    {
        var option = new Option<ScaleArgument?>(name)
        {
            HelpName = "MIN:MAX",
            CustomParser = ScaleArgument.Parse,
            DefaultValueFactory = _ => value,
        };
        return new(sets, option, result => result.GetValue(option) is { } scale ? [scale.Min, scale.Max] : [value.Min, value.Max]);
    }

    private static SettingOption Weights(string name, AssSegmentationOption[] sets)
    {
        var option = new WeightsOption(name);
        return new(sets, option, result => [result.GetValue(option) is var text && text == WeightsOption.RandomWeights ? null : text]);
    }
}
