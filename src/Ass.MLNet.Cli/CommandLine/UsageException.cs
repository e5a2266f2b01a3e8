namespace Ass.MLNet.Cli.CommandLine;

/// <summary>The command line asks for something that cannot be done, whatever is on disk.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
