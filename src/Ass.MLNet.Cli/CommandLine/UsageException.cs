namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Thrown if the command line asks for something impossible, whatever is on disk.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
