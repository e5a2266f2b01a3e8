using System.Text;

namespace Ass.MLNet.Benchmarks;

/// <summary>Writes to the console, and to a file where one is asked for.</summary>
internal sealed class Report(string? path) : TextWriter
{
    private readonly StreamWriter? _file = path is null ? null : new StreamWriter(path);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        Console.Out.Write(value);
        _file?.Write(value);
    }

    public override void Write(string? value)
    {
        Console.Out.Write(value);
        _file?.Write(value);
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Flush() => _file?.Flush();

    protected override void Dispose(bool disposing)
    {
        _file?.Dispose();
        base.Dispose(disposing);
    }
}
