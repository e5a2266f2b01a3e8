using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Checkpoints;

/// <summary>Identifies a set of rows by properties that are cheap to read: the number of rows per domain and the names of their
/// files.</summary>
/// <remarks>Pixels are not read: that would cost an epoch of decoding. Changed content under the same file name goes unnoticed.</remarks>
internal static class DataFingerprint
{
    private static readonly string[] PathColumns = ["ImagePath", "LabelPath"];

    /// <param name="data">The rows.</param>
    /// <param name="domainColumn">The domain column; null if all rows belong to one domain.</param>
    /// <param name="only">The domain of all rows if there is no domain column.</param>
    /// <returns>Entries for <see cref="RunFingerprint"/>.</returns>
    /// <exception cref="InvalidOperationException">A row's domain is neither source nor target.</exception>
    public static IReadOnlyDictionary<string, string> Of(IDataView data, DataViewSchema.Column? domainColumn, SegmentationDomain only)
    {
        var paths = PathColumns
            .Select(name => data.Schema.GetColumnOrNull(name))
            .OfType<DataViewSchema.Column>()
            .Where(c => c.Type is TextDataViewType)
            .ToArray();
        long source = 0,
            target = 0;
        var names = new List<string>();
        using (var cursor = data.GetRowCursor(domainColumn is { } active ? paths.Append(active) : paths))
        {
            var readDomain = DomainColumn.CreateReader(cursor, domainColumn, only);
            var readPaths = paths.Select(column => cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema[column.Index])).ToArray();
            while (cursor.MoveNext())
            {
                var domain = readDomain();
                if (domain == SegmentationDomain.Source)
                {
                    source++;
                }
                else
                {
                    target++;
                }
                foreach (var read in readPaths)
                {
                    ReadOnlyMemory<char> path = default;
                    read(ref path);
                    names.Add(path.ToString().Replace('\\', '/'));
                }
            }
        }

        var entries = new Dictionary<string, string>
        {
            ["source rows"] = source.ToString(CultureInfo.InvariantCulture),
            ["target rows"] = target.ToString(CultureInfo.InvariantCulture),
        };
        if (paths.Length > 0)
        {
            entries["files (hash of their names)"] = Hash(names);
        }
        return entries;
    }

    /// <summary>A hash of the names below their common folder, so that moving the whole data set does not change it.</summary>
    private static string Hash(List<string> names)
    {
        string common = CommonFolder(names.Where(n => n.Length > 0));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in names)
        {
            hash.AppendData(Encoding.UTF8.GetBytes((name.Length > 0 ? name[common.Length..] : "") + "\n"));
        }
        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static string CommonFolder(IEnumerable<string> names)
    {
        string? common = null;
        foreach (string name in names)
        {
            common ??= name;
            int length = common.AsSpan().CommonPrefixLength(name);
            common = common[..length];
        }

        return common is null ? "" : common[..(common.LastIndexOf('/') + 1)];
    }
}
