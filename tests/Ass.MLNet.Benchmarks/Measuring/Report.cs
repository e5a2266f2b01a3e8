using System.Text;

namespace Ass.MLNet.Benchmarks;

/// <summary>Writes to the console, and to files where some are asked for.</summary>
internal sealed class Report(IEnumerable<string> paths) : TextWriter
{
    private readonly StreamWriter[] _files = [.. paths.Select(path => new StreamWriter(path))];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write($"{value}");

    public override void Write(string? value)
    {
        Console.Out.Write(value);
        Array.ForEach(_files, file => file.Write(value));
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Flush() => Array.ForEach(_files, file => file.Flush());

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_files, file => file.Dispose());
        base.Dispose(disposing);
    }
}
