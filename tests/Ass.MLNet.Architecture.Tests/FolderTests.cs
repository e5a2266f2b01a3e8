using Xunit;

namespace Ass.MLNet.Architecture.Tests;

public sealed class FolderTests
{
    [Fact]
    public void No_two_folders_use_each_other_directly_or_by_way_of_others()
    {
        var uses = House.Current.UsesBetweenFolders().ToLookup(use => use.From);
        var circles =
            from use in uses.SelectMany(folder => folder)
            where Reachable(uses, use.To).Contains(use.From)
            select $"{use.From} -> {use.To}: {use.Witness}";

        AssertNone(circles);
    }

    [Fact]
    public void The_walk_sees_the_folders_and_what_they_use()
    {
        var uses = House.Current.UsesBetweenFolders().ToList();

        Assert.Contains(uses, use => use is { From: "Ass.MLNet/Training", To: "Ass.MLNet/Losses" });
        Assert.Contains(uses, use => use is { From: "Ass.MLNet/Prediction", To: "Ass.MLNet.Data/Labels" });
        Assert.All(House.Assemblies, assembly =>
            Assert.Contains(House.Current.Folders, folder => folder.StartsWith(assembly + "/", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Assemblies_use_only_those_below_them()
    {
        foreach (var module in House.Current.Modules)
        {
            int height = House.Assemblies.ToList().IndexOf(Path.GetFileNameWithoutExtension(module.Name));
            var above = module
                .AssemblyReferences.Select(reference => reference.Name)
                .Where(name => House.Assemblies.Skip(height).Contains(name));
            Assert.Empty(above);
        }
    }

    [Fact]
    public void The_data_library_knows_neither_libtorch_nor_a_runtime_for_networks()
    {
        var references = House.Current.Modules[0].AssemblyReferences.Select(reference => reference.Name);

        Assert.DoesNotContain(references, name => name.Contains("Torch") || name.Contains("OnnxRuntime"));
    }

    [Fact]
    public void Internals_of_ML_NET_are_used_in_their_own_folders_alone()
    {
        var elsewhere = House
            .Current.UsesOfInternals("Microsoft.ML")
            .Where(use => !use.Folder.EndsWith("/MLNetInternals", StringComparison.Ordinal))
            .Select(use => $"{use.Folder}: {use.Member}");

        AssertNone(elsewhere);
    }

    /// <summary>Shows all that were found, where xunit shows the first few.</summary>
    private static void AssertNone(IEnumerable<string> found)
    {
        string[] lines = [.. found.Distinct().Order()];
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }

    private static HashSet<string> Reachable(ILookup<string, (string From, string To, string Witness)> uses, string start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out string? folder))
        {
            foreach (string next in uses[folder].Select(use => use.To))
            {
                if (reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }
}
