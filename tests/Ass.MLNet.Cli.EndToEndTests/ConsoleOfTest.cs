using System.Runtime.CompilerServices;
using System.Text;

namespace Ass.MLNet.Tests;

/// <summary>What a test's own threads and tasks write to the console, while others write there, too.</summary>
internal sealed class ConsoleOfTest(TextWriter others) : TextWriter
{
    private readonly AsyncLocal<TextWriter?> _own = new();

    public static ConsoleOfTest Output { get; private set; } = null!;

    public static ConsoleOfTest Error { get; private set; } = null!;

    /// <summary>Where this test's text goes; null: where all others' goes.</summary>
    public TextWriter? Own
    {
        get => _own.Value;
        set => _own.Value = value is null ? null : Synchronized(value);
    }

    public override Encoding Encoding => others.Encoding;

    /// <summary>Before anything keeps the console's writers.</summary>
    [ModuleInitializer]
    public static void Install()
    {
        (Output, Error) = (new ConsoleOfTest(Console.Out), new ConsoleOfTest(Console.Error));
        Console.SetOut(Output);
        Console.SetError(Error);
    }

    public override void Write(char value) => (Own ?? others).Write(value);

    public override void Write(string? value) => (Own ?? others).Write(value);

    public override void Write(char[] buffer, int index, int count) => (Own ?? others).Write(buffer, index, count);

    public override void WriteLine(string? value) => (Own ?? others).WriteLine(value);

    public override void Flush() => (Own ?? others).Flush();
}
