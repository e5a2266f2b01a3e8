using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>Names a row in messages: its id, which stays the same when rows are shuffled, and its image path if there is a column for
/// it.</summary>
internal sealed class RowName
{
    private const string PathColumn = "ImagePath";

    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _getPath;

    public RowName(DataViewRow row)
    {
        _getId = row.GetIdGetter();
        var path = ActiveColumns(row.Schema).ToArray();
        if (path.Length == 1 && row.IsColumnActive(path[0]))
        {
            _getPath = row.GetGetter<ReadOnlyMemory<char>>(path[0]);
        }
    }

    /// <summary>The column needed for names, if the data has it.</summary>
    public static IEnumerable<DataViewSchema.Column> ActiveColumns(DataViewSchema schema) =>
        schema.GetColumnOrNull(PathColumn) is { Type: TextDataViewType } column ? [column] : [];

    /// <summary>Reads a value, and adds the row and column to any error in the steps that produce it, including their own cancellations and
    /// timeouts.</summary>
    /// <exception cref="InvalidOperationException">A step failed.</exception>
    public T Guard<T>(Func<T> read, DataViewSchema.Column column)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw Unreadable(column, e);
        }
    }

    /// <summary>Returns the error for a value that cannot be read.</summary>
    public InvalidOperationException Unreadable(DataViewSchema.Column column, Exception e) =>
        new($"{ToTitle()}, column '{column.Name}' cannot be read: {e.Message}", e);

    /// <summary>Returns the name with a capital first letter.</summary>
    public string ToTitle()
    {
        string text = ToString();
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>For instance <c>row 12 (images/a.png)</c>; rows count from 0.</summary>
    public override string ToString()
    {
        DataViewRowId id = default;
        _getId(ref id);
        string text = $"row {id.Low}";
        if (_getPath is not null)
        {
            ReadOnlyMemory<char> path = default;
            _getPath(ref path);
            text += $" ({path})";
        }

        return text;
    }
}
