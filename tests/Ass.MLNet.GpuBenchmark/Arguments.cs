namespace Ass.MLNet.GpuBenchmark;

/// <summary>The command line.</summary>
/// <param name="Device"><c>cpu</c>, or the index of a GPU.</param>
/// <param name="Libtorch">Folder of PyTorch, or of a libtorch with CUDA; null: ask <paramref name="Python"/>.</param>
/// <param name="BuiltFor">libtorch's version that LibTorchSharp is built for, such as <c>2.10</c>.</param>
/// <param name="Python">Runs PyTorch.</param>
/// <param name="Peer">Whether PyTorch is measured as well.</param>
/// <param name="Cases">What to measure.</param>
/// <param name="Rounds">How often contenders take turns.</param>
/// <param name="Runs">Steps or predictions in a row before the turn passes on.</param>
/// <param name="Budget">Seconds after which no further turn begins, and no further case; null: all are made.</param>
/// <param name="Record">A folder for results, written as they come; null: none.</param>
/// <param name="Serves">A case that this process is to run for another one, or null.</param>
internal sealed record Arguments(
    string Device,
    string? Libtorch,
    string BuiltFor,
    string Python,
    bool Peer,
    IReadOnlyList<BenchmarkCase> Cases,
    int Rounds,
    int Runs,
    double? Budget,
    string? Record,
    BenchmarkCase? Serves
)
{
    public const string Usage = """
        Measures training steps and scoring on a GPU, against PyTorch on the same one.
          --device cuda[:i]|cpu  where to compute (cuda:0); cpu shows on tiny images that the command works
          --libtorch DIR         PyTorch's folder, or a CUDA libtorch 2.10's (default: where --python finds torch)
          --built-for VERSION    libtorch's version that LibTorchSharp in this folder is built for (2.10, as it comes with TorchSharp 0.107)
          --python EXE           the Python that has PyTorch (python3)
          --no-peer              measure ours alone
          --case TEXT[,TEXT]…    only cases whose name contains one of these, in this order
          --rounds N             turns of each contender (15; cpu: 1)
          --runs N               steps or predictions a turn (5; cpu: 1)
          --budget SECONDS       begin no further turn or case after that time, and show what there is
          --record DIR           write the table and a record into a folder, anew after each case
        """;

    public bool OnCpu => Device == "cpu";

    /// <exception cref="FormatException">Something is not understood; the message says what.</exception>
    public static Arguments Parse(string[] args)
    {
        var given = new Dictionary<string, string>();
        for (int i = 0; i < args.Length; i++)
        {
            bool known =
                args[i]
                is "--device"
                    or "--libtorch"
                    or "--built-for"
                    or "--python"
                    or "--case"
                    or "--rounds"
                    or "--runs"
                    or "--budget"
                    or "--record"
                    or "--serve";
            if (args[i] == "--no-peer")
            {
                given[args[i]] = "";
            }
            else if (known && i + 1 < args.Length)
            {
                given[args[i]] = args[++i];
            }
            else
            {
                throw new FormatException(known ? $"{args[i]} needs a value." : $"'{args[i]}' is no option.");
            }
        }

        string device = given.GetValueOrDefault("--device", "cuda:0") switch
        {
            "cpu" => "cpu",
            "cuda" => "0",
            var text
                when text.StartsWith("cuda:", StringComparison.Ordinal)
                    && int.TryParse(text["cuda:".Length..], out int index)
                    && index >= 0 => $"{index}",
            var text => throw new FormatException($"--device must be cpu, cuda or cuda:INDEX, but is '{text}'."),
        };
        bool cpu = device == "cpu";
        BenchmarkCase[] cases =
        [
            .. given
                .GetValueOrDefault("--case", "")
                .Split(',')
                .SelectMany(part =>
                    BenchmarkCase.All.Where(c => c.Name.Contains(part, StringComparison.Ordinal)) is var found && found.Any()
                        ? found
                        : throw new FormatException(
                            $"--case '{part}' is in no name of {string.Join(", ", BenchmarkCase.All.Select(c => c.Name))}."
                        )
                )
                .Distinct(),
        ];
        return new Arguments(
            device,
            given.GetValueOrDefault("--libtorch"),
            given.GetValueOrDefault("--built-for", PyTorchLibtorch.UsualVersion),
            given.GetValueOrDefault("--python", "python3"),
            !given.ContainsKey("--no-peer"),
            cases,
            Number("--rounds", cpu ? 1 : 15),
            Number("--runs", cpu ? 1 : 5),
            given.ContainsKey("--budget") ? Number("--budget", 0) : null,
            given.GetValueOrDefault("--record"),
            given.TryGetValue("--serve", out string? serves) ? BenchmarkCase.Of(serves) : null
        );

        int Number(string name, int usual) =>
            !given.TryGetValue(name, out string? text) ? usual
            : int.TryParse(text, out int number) && number > 0 ? number
            : throw new FormatException($"{name} must be a number above 0, but is '{text}'.");
    }
}
