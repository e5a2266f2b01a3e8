using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Writes copies of assemblies whose internal types, methods and fields are marked public; compiled by MSBuild, not part of the library.
// Why by hand: an inline task compiles against .NET Standard alone, without System.Reflection.Metadata. Layout: ECMA-335 II.22 to II.25.
// Private members stay private: a field behind an event has the event's name, and the two would clash.
public sealed class PublicizeInternals : Task
{
    private const int Module = 0,
        TypeRef = 1,
        TypeDef = 2,
        Field = 4,
        MethodDef = 6,
        Param = 8,
        ModuleRef = 0x1a,
        TypeSpec = 0x1b,
        AssemblyRef = 0x23;

    [Required]
    public ITaskItem[] Assemblies { get; set; }

    [Required]
    public string OutputFolder { get; set; }

    public override bool Execute()
    {
        foreach (ITaskItem assembly in Assemblies)
        {
            byte[] image = File.ReadAllBytes(assembly.ItemSpec);
            int changes = Publicize(image);
            string copy = Path.Combine(OutputFolder, Path.GetFileName(assembly.ItemSpec));
            File.WriteAllBytes(copy, image);
            Log.LogMessage(MessageImportance.Low, "{0}: {1} internal members made visible.", copy, changes);
        }

        return true;
    }

    private static int Publicize(byte[] pe)
    {
        int tables = TableStream(pe);
        ulong present = BitConverter.ToUInt64(pe, tables + 8);
        var rows = new int[64];
        int position = tables + 24;
        for (int t = 0; t < 64; t++)
        {
            if ((present >> t & 1) != 0)
            {
                rows[t] = BitConverter.ToInt32(pe, position);
                position += 4;
            }
        }

        int name = (pe[tables + 6] & 1) != 0 ? 4 : 2,
            guid = (pe[tables + 6] & 2) != 0 ? 4 : 2,
            blob = (pe[tables + 6] & 4) != 0 ? 4 : 2;
        int scope = Index(2, rows[Module], rows[ModuleRef], rows[AssemblyRef], rows[TypeRef]);
        int baseType = Index(2, rows[TypeDef], rows[TypeRef], rows[TypeSpec]);
        int typeRow = 4 + 2 * name + baseType + Index(0, rows[Field]) + Index(0, rows[MethodDef]);
        int fieldRow = 2 + name + blob;
        int methodRow = 8 + name + blob + Index(0, rows[Param]);

        if (rows[3] != 0 || rows[5] != 0)
            throw new InvalidDataException("Assemblies with indirect field or method tables are not supported.");
        int types = position + rows[Module] * (2 + name + 3 * guid) + rows[TypeRef] * (scope + 2 * name);
        int fields = types + rows[TypeDef] * typeRow;
        int methods = fields + rows[Field] * fieldRow;

        int changes = 0;
        for (int i = 0; i < rows[TypeDef]; i++)
            changes += SetVisibility(pe, types + i * typeRow, v => v == 0 ? 1
                : v == 5 || v == 6 || v == 7 ? 2
                : v);
        for (int i = 0; i < rows[Field]; i++)
            changes += SetVisibility(pe, fields + i * fieldRow, PublicMember);
        for (int i = 0; i < rows[MethodDef]; i++)
            changes += SetVisibility(pe, methods + i * methodRow + 6, PublicMember);
        return changes;
    }

    // internal becomes public, private protected becomes protected.
    private static int PublicMember(int visibility)
    {
        return visibility == 3 ? 6
            : visibility == 2 ? 4
            : visibility;
    }

    private static int SetVisibility(byte[] pe, int at, Func<int, int> change)
    {
        int old = pe[at] & 7,
            now = change(old);
        pe[at] = (byte)(pe[at] & ~7 | now);
        return old == now ? 0 : 1;
    }

    // An index into the largest of the tables, of which tagBits are taken by the choice of table.
    private static int Index(int tagBits, params int[] rows)
    {
        int most = 0;
        foreach (int r in rows)
            most = Math.Max(most, r);
        return most < 1 << 16 - tagBits ? 2 : 4;
    }

    private static int TableStream(byte[] pe)
    {
        int header = BitConverter.ToInt32(pe, 0x3c) + 24;
        int directories = header + (BitConverter.ToUInt16(pe, header) == 0x20b ? 112 : 96);
        int sections = header + BitConverter.ToUInt16(pe, header - 4),
            sectionCount = BitConverter.ToUInt16(pe, header - 18);
        Func<int, int> offset = rva =>
        {
            for (int s = sections; s < sections + 40 * sectionCount; s += 40)
            {
                int start = BitConverter.ToInt32(pe, s + 12),
                    size = BitConverter.ToInt32(pe, s + 16);
                if (rva >= start && rva < start + size)
                    return rva - start + BitConverter.ToInt32(pe, s + 20);
            }

            throw new InvalidDataException("Not a .NET assembly.");
        };

        int metadata = offset(BitConverter.ToInt32(pe, offset(BitConverter.ToInt32(pe, directories + 14 * 8)) + 8));
        int stream = metadata + 16 + BitConverter.ToInt32(pe, metadata + 12) + 4;
        for (int i = BitConverter.ToUInt16(pe, stream - 2); i > 0; i--)
        {
            int end = Array.IndexOf(pe, (byte)0, stream + 8);
            if (Encoding.ASCII.GetString(pe, stream + 8, end - stream - 8) == "#~")
                return metadata + BitConverter.ToInt32(pe, stream);
            stream += 8 + (end - stream - 8 + 4) / 4 * 4;
        }

        throw new InvalidDataException("No table stream in the metadata.");
    }
}
