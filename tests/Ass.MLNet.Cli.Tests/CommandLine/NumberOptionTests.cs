using System.CommandLine;
using System.Globalization;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Study;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class NumberOptionTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    [Theory]
    [InlineData("1,5")]
    [InlineData("0,001")]
    [InlineData("2,5e-4")]
    [InlineData("1,000")]
    [InlineData("1.000,5")]
    [InlineData("1 000")]
    [InlineData("1_000")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("1e400")]
    [InlineData("0x10")]
    [InlineData("5x")]
    [InlineData(" 5")]
    [InlineData("(5)")]
    [InlineData("$5")]
    [InlineData("٥")]
    [InlineData("")]
    public void Every_option_with_a_number_refuses_what_is_none(string text)
    {
        foreach (string culture in new[] { "", "de-DE", "tr-TR" })
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.All(NumericOptions(), numeric =>
            {
                string error = Assert.Single(Errors(numeric.Option, text), e => e.Contains(numeric.Option.Name + " must be"));
                Assert.Contains($"'{text}'", error);
                Assert.Equal(text.Contains(','), error.Contains("comma"));
            });
        }
    }

    [Fact]
    public void Options_with_numbers_are_found_in_all_commands()
    {
        var options = NumericOptions().Select(o => (o.Command, o.Option.Name)).ToList();

        Assert.Equal(
            ["data-check", "evaluate", "export", "paper", "predict", "shift", "study", "suggest", "train"],
            options.Select(o => o.Command).Distinct().Order()
        );
        Assert.Contains(("train", "--lr"), options);
        Assert.Contains(("train", "--patience"), options);
    }

    [Theory]
    [InlineData("--scale", "0,5:2", "comma")]
    [InlineData("--scale", "0.5:1,500", "comma")]
    [InlineData("--scale", "NaN:2", "MIN:MAX")]
    [InlineData("--crop", "1,024x512", "comma")]
    [InlineData("--crop", "0x10x20", "WIDTHxHEIGHT")]
    [InlineData("--target-size", "-640x360", "WIDTHxHEIGHT")]
    [InlineData("--labeled", "1,5", "number of 0 or more")]
    [InlineData("--labeled", "-1", "number of 0 or more")]
    [InlineData("--device", "cuda:0,1", "cuda:INDEX")]
    public void Numbers_within_an_argument_are_as_strict(string option, string text, string expected)
    {
        string error = Assert.Single(Errors(Find("train", option), text));
        Assert.Contains(expected, error);
        Assert.Contains($"'{text}'", error);
    }

    [Theory]
    [InlineData("2.5e-4", 2.5e-4)]
    [InlineData("1E3", 1000)]
    [InlineData(".5", 0.5)]
    [InlineData("2", 2)]
    public void Numbers_are_the_same_in_every_language(string text, double expected)
    {
        foreach (string culture in new[] { "", "de-DE", "tr-TR" })
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Parse(Find("train", "--lr"), text).GetValue<double>("--lr"));
            Assert.Equal(new ScaleArgument(expected, 2), Parse(Find("train", "--scale"), $"{text}:2").GetValue<ScaleArgument>("--scale"));
        }
    }

    [Fact]
    public void Lists_stay_lists()
    {
        Assert.Equal([50, 100], Parse(Find("paper", "--labeled"), "50,100").GetValue<int[]>("--labeled")!);
        Assert.StartsWith("--seeds must be", Assert.Single(Errors(Find("paper", "--seeds"), "1.5,2")));
        Assert.Equal(["1", "2"], Parse(Find("study", "--seeds"), "1,2").GetValue<string[]>("--seeds")!);
    }

    [Theory]
    [InlineData("\"0,001\"")]
    [InlineData("1e999")]
    public void A_study_takes_numbers_as_the_command_line_does(string number)
    {
        using var folder = new TestFolder();
        string file = folder.Text(
            "study.json",
            $$"""{ "train": { "lr": {{number}} }, "parts": { "p": { "rows": ["source-only"], "seeds": [1] } } }"""
        );

        Assert.Contains("--lr must be a number", Assert.Throws<UsageException>(() => StudyFile.Read(file)).Message);
    }

    private static RootCommand Root() => CommandTree.Create(CommandTree.CreateVerbose(), CancellationToken.None);

    private static IEnumerable<(string Command, Option Option)> NumericOptions() =>
        from command in Root().Subcommands
        from option in command.Options
        where
            Type.GetTypeCode(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) is >= TypeCode.SByte and <= TypeCode.Decimal
            && !option.ValueType.IsEnum
        select (command.Name, option);

    private static Option Find(string command, string option) =>
        Root().Subcommands.Single(c => c.Name == command).Options.Single(o => o.Name == option);

    /// <summary>The option alone: what else its command asks for would be said first.</summary>
    private static ParseResult Parse(Option option, string text) => new RootCommand { option }.Parse([option.Name, text]);

    private static IEnumerable<string> Errors(Option option, string text) => Parse(option, text).Errors.Select(e => e.Message);
}
