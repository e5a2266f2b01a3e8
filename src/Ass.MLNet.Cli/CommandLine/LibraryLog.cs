using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Shows what the library logs: its warnings always, the rest where asked for.</summary>
internal static class LibraryLog
{
    public static void Show(MLContext ml, bool everything) =>
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
            {
                Terminal.Warning(ToolTerms.Translate(message.RawMessage));
            }
            else if (everything)
            {
                Terminal.Line(message.Message);
            }
        };
}
