using System.Text.Json;

namespace Ass.MLNet.Annotations;

/// <summary>What COCO's JSON file says of images and annotations. Shapes stay in the file and are read when a label is drawn.</summary>
internal sealed class CocoFile
{
    private readonly List<CocoImage> _images = [];
    private readonly Dictionary<long, int> _imageNumbers = [];
    private readonly Dictionary<long, string> _categories = [];
    private List<Found> _found = [];
    private readonly long _length;
    private readonly DateTime _written;
    private int _withoutShape;
    private string _firstWithoutShape = "";

    private CocoFile(string path, long length, DateTime written) => (Path, _length, _written) = (path, length, written);

    public string Path { get; }

    /// <summary>The images in the order of the file.</summary>
    public IReadOnlyList<CocoImage> Images => _images;

    /// <summary>The names of the categories in the order of the file.</summary>
    public IEnumerable<string> CategoryNames => _categories.Values;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">It is missing.</exception>
    /// <exception cref="InvalidDataException">It is damaged; the message names the file, and the image or annotation.</exception>
    public static CocoFile Read(string path)
    {
        var info = new FileInfo(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var file = new CocoFile(path, stream.Length, info.LastWriteTimeUtc);
        try
        {
            file.Read(stream);
            return file;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' cannot be read as a file of COCO: {e.Message}.", e);
        }
    }

    /// <summary>The annotations of each image, in the order of the file; to be asked for once.</summary>
    /// <param name="classes">The classes by name.</param>
    /// <exception cref="InvalidDataException">An annotation's category is unknown; the message names the file and the
    /// annotation.</exception>
    public IReadOnlyList<CocoAnnotation>[] TakeAnnotations(AnnotationClasses classes)
    {
        var ids = new Dictionary<long, byte?>();
        foreach (var (id, name) in _categories)
        {
            ids.Add(id, classes[name]);
        }

        var lists = new List<CocoAnnotation>?[_images.Count];
        foreach (var found in _found)
        {
            byte id = ids[found.Category]
                ?? throw new InvalidDataException(
                    $"'{Path}' cannot be read as a file of COCO: {NameOf(found)} has the category '{_categories[found.Category]}', "
                        + $"which is unknown: {classes.Known}."
                );
            (lists[_imageNumbers[found.Image]] ??= []).Add(new CocoAnnotation(found.Offset, found.Length, id));
        }

        // Labels keep this object for as long as the set is in use.
        _found = [];
        return [.. lists.Select(list => (IReadOnlyList<CocoAnnotation>?)list ?? [])];
    }

    /// <summary>Opens the file again, for the shapes of an image.</summary>
    /// <exception cref="InvalidDataException">It is not the file that was read; the message is the end of a sentence.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public FileStream Open()
    {
        var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.RandomAccess);
        if (stream.Length == _length && File.GetLastWriteTimeUtc(Path) == _written)
        {
            return stream;
        }

        stream.Dispose();
        throw new InvalidDataException("the file has changed since the data set was opened: open it again");
    }

    private void Read(Stream stream)
    {
        int annotations = 0;
        var lists = new Dictionary<string, JsonMembers.Visit>
        {
            ["images"] = (_, bytes) => Add("images", _images.Count, bytes, AddImage),
            ["categories"] = (_, bytes) => Add("categories", _categories.Count, bytes, AddCategory),
            ["annotations"] = (offset, bytes) => AddAnnotation(annotations++, offset, bytes),
        };
        JsonMembers.Read(stream, lists);
        if (_images.Count == 0 || (_categories.Count == 0 && annotations > 0))
        {
            throw new InvalidDataException($"it lists no {(_images.Count == 0 ? "images" : "categories")}");
        }

        if (_withoutShape > 0)
        {
            throw new InvalidDataException(
                $"{_withoutShape} of {annotations} annotations have no segmentation, the first is {_firstWithoutShape}: a box alone does "
                    + "not say which pixels belong to the object"
            );
        }

        foreach (var found in _found)
        {
            if (!_imageNumbers.ContainsKey(found.Image) || !_categories.ContainsKey(found.Category))
            {
                throw new InvalidDataException(
                    _imageNumbers.ContainsKey(found.Image)
                        ? $"{NameOf(found)} has the category_id {found.Category}, which is not among the file's categories"
                        : $"{NameOf(found)} has the image_id {found.Image}, which is not among the file's images"
                );
            }
        }
    }

    private static void Add(string list, int number, ReadOnlySpan<byte> bytes, Action<JsonElement, string> add)
    {
        var reader = new Utf8JsonReader(bytes);
        using var document = JsonDocument.ParseValue(ref reader);
        add(document.RootElement, $"item {number} of '{list}'");
    }

    private void AddImage(JsonElement item, string what)
    {
        long id = LabelJson.Whole(item, "id", what);
        string file = LabelJson.Member(item, "file_name", JsonValueKind.String, what).GetString()!;
        what = $"image {id} ('{file}')";
        try
        {
            var size = LabelCanvas.CheckSize(LabelJson.Whole(item, "width", what), LabelJson.Whole(item, "height", what));
            if (!_imageNumbers.TryAdd(id, _images.Count))
            {
                throw new InvalidDataException("its id is that of another image");
            }

            _images.Add(new CocoImage(id, file, size));
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(what, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{what}: {e.Message}", e);
        }
    }

    private void AddCategory(JsonElement item, string what)
    {
        string name = LabelJson.Member(item, "name", JsonValueKind.String, what).GetString()!;
        if (!_categories.TryAdd(LabelJson.Whole(item, "id", what), name))
        {
            throw new InvalidDataException($"{what} ('{name}') has the id of another category");
        }
    }

    /// <summary>Notes an annotation without reading its shape, which makes up most of the file.</summary>
    private void AddAnnotation(int number, long offset, ReadOnlySpan<byte> bytes)
    {
        long? id = null,
            image = null,
            category = null;
        bool hasShape = false;
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException($"{CocoAnnotation.Name(null, number)} is no object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("id"u8),
                isImage = reader.ValueTextEquals("image_id"u8),
                isCategory = reader.ValueTextEquals("category_id"u8),
                isShape = reader.ValueTextEquals("segmentation"u8);
            reader.Read();
            if ((isId || isImage || isCategory) && LabelJson.TryWhole(ref reader, out long value))
            {
                (id, image, category) = (isId ? value : id, isImage ? value : image, isCategory ? value : category);
            }
            else if (isShape)
            {
                var inside = reader;
                hasShape =
                    reader.TokenType == JsonTokenType.StartObject
                    || (reader.TokenType == JsonTokenType.StartArray && inside.Read() && inside.TokenType != JsonTokenType.EndArray);
            }

            reader.Skip();
        }

        string name = CocoAnnotation.Name(id, number);
        if (image is null || category is null)
        {
            throw new InvalidDataException($"{name} has no {(image is null ? "image_id" : "category_id")} that is a whole number");
        }

        if (!hasShape && _withoutShape++ == 0)
        {
            _firstWithoutShape = name;
        }

        _found.Add(new Found(id, image.Value, category.Value, offset, bytes.Length));
    }

    private string NameOf(Found found) => CocoAnnotation.Name(found.Id, _found.IndexOf(found));

    private readonly record struct Found(long? Id, long Image, long Category, long Offset, int Length);
}
