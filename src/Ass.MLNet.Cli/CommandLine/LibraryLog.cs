using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Shows the library's log: warnings always, the rest on request.</summary>
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
