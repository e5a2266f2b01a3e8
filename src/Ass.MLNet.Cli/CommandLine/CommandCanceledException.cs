namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A command was cancelled, and can say what that leaves behind.</summary>
internal sealed class CommandCanceledException(string message, Exception? inner = null) : OperationCanceledException(message, inner);
