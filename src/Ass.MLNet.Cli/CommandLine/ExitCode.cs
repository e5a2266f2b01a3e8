namespace Ass.MLNet.Cli.CommandLine;

/// <summary>The program's exit codes.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>128 + SIGINT, the shells' convention.</summary>
    public const int Cancelled = 130;
}
