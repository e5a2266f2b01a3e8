using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>The build's change to the copied native library (buildTransitive/Ass.MLNet.targets), read back from the output
/// folder.</summary>
public class LibstdcxxRequirementTests
{
    [LinuxFact]
    public void OutputLibraryAsksForNewLibstdcxxWeaklyOnly()
    {
        string file = Directory.GetFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).First();
        var needed = ReadNeededVersions(File.ReadAllBytes(file));
        Assert.Equal(2, needed["GLIBCXX_3.4.32"]);
        Assert.All(needed.Where(n => n.Key != "GLIBCXX_3.4.32"), n => Assert.Equal(0, n.Value));
    }

    // Version name -> flags, over the entries of the SHT_GNU_verneed section.
    private static Dictionary<string, int> ReadNeededVersions(byte[] elf)
    {
        int Word(int at) => BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan(at));
        int Half(int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(at));
        int Section(int index) => Word(0x28) + index * Half(0x3a);

        int needs = Enumerable.Range(0, Half(0x3c)).Select(Section).Single(s => Word(s + 4) == 0x6ffffffe);
        int strings = Word(Section(Word(needs + 40)) + 24);
        var found = new Dictionary<string, int>();
        for (int left = Word(needs + 44), need = Word(needs + 24); left > 0; left--, need += Word(need + 12))
        {
            for (int i = Half(need + 2), aux = need + Word(need + 8); i > 0; i--, aux += Word(aux + 12))
            {
                var name = elf.AsSpan(strings + Word(aux + 8));
                found.TryAdd(Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]), Half(aux + 4));
            }
        }

        return found;
    }
}
