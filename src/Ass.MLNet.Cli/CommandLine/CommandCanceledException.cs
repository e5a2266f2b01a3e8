namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Thrown when a command is cancelled and can say what it leaves behind.</summary>
internal sealed class CommandCanceledException(string message, Exception? inner = null) : OperationCanceledException(message, inner);
