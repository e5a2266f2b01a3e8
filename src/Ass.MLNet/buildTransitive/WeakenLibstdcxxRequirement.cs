using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild when the build needs it (see Ass.MLNet.targets for why), not part of the library.
public sealed class WeakenLibstdcxxRequirement : Task
{
    private const string Version = "GLIBCXX_3.4.32";
    private const uint SectionVersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 2; // VER_FLG_WEAK

    [Required]
    public ITaskItem[] Files { get; set; }

    public override bool Execute()
    {
        foreach (ITaskItem file in Files)
        {
            string path = file.GetMetadata("FullPath");
            try
            {
                byte[] image = File.ReadAllBytes(path);
                if (SetWeakFlag(image))
                {
                    Replace(path, image);
                    Log.LogMessage(MessageImportance.Low, "{0}: {1} is no longer required.", path, Version);
                }
            }
            catch (Exception e)
                when (e is IOException
                    || e is UnauthorizedAccessException
                    || e is IndexOutOfRangeException
                    || e is ArgumentException
                    || e is OverflowException
                )
            {
                Log.LogWarning(
                    "{0}: the requirement {1} could not be relaxed ({2}); loading it needs libstdc++ of GCC 13 or newer.",
                    path,
                    Version,
                    e.Message
                );
            }
        }

        return true;
    }

    // Beside the file and moved into place, so that a hard link to the package cache never carries the change back.
    private static void Replace(string path, byte[] image)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        string beside = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            File.WriteAllBytes(beside, image);
            File.SetLastWriteTimeUtc(beside, time);
            File.Replace(beside, path, null);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    // Layout: "Linux Standard Base, Symbol Versioning", Elfxx_Verneed and Elfxx_Vernaux. True when the flag was not set before.
    private static bool SetWeakFlag(byte[] elf)
    {
        bool isElf64LittleEndian =
            elf.Length > 64 && elf[0] == 0x7f && elf[1] == 'E' && elf[2] == 'L' && elf[3] == 'F' && elf[4] == 2 && elf[5] == 1;
        if (!isElf64LittleEndian)
            return false;

        bool changed = false;
        int sections = Offset(elf, 0x28),
            sectionSize = BitConverter.ToUInt16(elf, 0x3a),
            count = BitConverter.ToUInt16(elf, 0x3c);
        for (int i = 0; i < count; i++)
        {
            int section = sections + i * sectionSize;
            if (BitConverter.ToUInt32(elf, section + 4) != SectionVersionNeeds)
                continue;
            int names = Offset(elf, sections + BitConverter.ToInt32(elf, section + 40) * sectionSize + 24);
            int files = BitConverter.ToInt32(elf, section + 44);
            for (int f = 0, need = Offset(elf, section + 24); f < files; f++, need += BitConverter.ToInt32(elf, need + 12))
            {
                int versions = BitConverter.ToUInt16(elf, need + 2);
                for (
                    int v = 0, aux = need + BitConverter.ToInt32(elf, need + 8);
                    v < versions;
                    v++, aux += BitConverter.ToInt32(elf, aux + 12)
                )
                {
                    if (Name(elf, names + BitConverter.ToInt32(elf, aux + 8)) == Version && (elf[aux + 4] & WeakFlag) == 0)
                    {
                        elf[aux + 4] |= (byte)WeakFlag;
                        changed = true;
                    }
                }
            }
        }

        return changed;
    }

    private static int Offset(byte[] elf, int at)
    {
        return checked((int)BitConverter.ToUInt64(elf, at));
    }

    private static string Name(byte[] elf, int start)
    {
        return Encoding.ASCII.GetString(elf, start, Array.IndexOf(elf, (byte)0, start) - start);
    }
}
