using System.Text;

namespace Ass.MLNet.Annotations;

/// <summary>COCO's run lengths of a mask: the numbers of pixels outside and inside in turn, beginning outside, column by column.</summary>
/// <remarks>
/// The compressed form writes each number as characters of 5 bits from the lowest up, 48 + bits, with 32 added where more follow and the
/// sign in the highest bit of the last one; from the fourth number on, what is written is the difference from the number before the last.
/// </remarks>
internal static class RunLengths
{
    private const int FirstCharacter = 48,
        MoreFollows = 32,
        Sign = 16,
        Bits = 5,
        MostCharacters = 7;

    /// <summary>Reads the compressed form.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message is the end of a sentence.</exception>
    public static List<long> Unpack(string text)
    {
        var runs = new List<long>();
        for (int at = 0; at < text.Length; )
        {
            long number = 0;
            int length = 0,
                bits;
            do
            {
                bits = at < text.Length ? text[at++] - FirstCharacter : throw new InvalidDataException("its run lengths end in a number");
                if (bits is < 0 or >= 2 * MoreFollows || length == MostCharacters)
                {
                    throw new InvalidDataException($"its run lengths are damaged at character {at} ('{text[at - 1]}')");
                }

                number |= (long)(bits & (MoreFollows - 1)) << (Bits * length++);
            } while ((bits & MoreFollows) != 0);

            if ((bits & Sign) != 0)
            {
                number |= -1L << (Bits * length);
            }

            runs.Add(runs.Count > 2 ? number + runs[^2] : number);
        }

        return runs;
    }

    /// <summary>Writes the compressed form.</summary>
    public static string Pack(IReadOnlyList<int> runs)
    {
        var text = new StringBuilder();
        for (int i = 0; i < runs.Count; i++)
        {
            int number = i > 2 ? runs[i] - runs[i - 2] : runs[i];
            bool more;
            do
            {
                int bits = number & (MoreFollows - 1);
                number >>= Bits;
                more = (bits & Sign) != 0 ? number != -1 : number != 0;
                text.Append((char)(FirstCharacter + bits + (more ? MoreFollows : 0)));
            } while (more);
        }

        return text.ToString();
    }

    /// <summary>Draws a mask.</summary>
    /// <param name="runs">The run lengths.</param>
    /// <param name="canvas">The label, of the mask's size.</param>
    /// <param name="id">The train id.</param>
    /// <exception cref="InvalidDataException">The lengths are negative, or do not sum up to the number of pixels; the message is the end of
    /// a sentence, and nothing is drawn.</exception>
    public static void Draw(IReadOnlyList<long> runs, LabelCanvas canvas, byte id)
    {
        long pixels = (long)canvas.Size.Width * canvas.Size.Height,
            sum = 0;
        foreach (long run in runs)
        {
            sum +=
                run is >= 0 && run <= pixels
                    ? run
                    : throw new InvalidDataException($"one of its run lengths is {run}, but the image has {pixels} pixels");
        }

        if (sum != pixels)
        {
            throw new InvalidDataException($"its run lengths sum up to {sum}, but the image {canvas.Size} has {pixels} pixels");
        }

        int at = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            if (i % 2 == 1)
            {
                canvas.FillColumns(at, (int)runs[i], id);
            }

            at += (int)runs[i];
        }
    }

    /// <summary>The run lengths of each id that occurs in a label.</summary>
    /// <param name="ids">Height × width ids, row-major.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    public static SortedDictionary<byte, List<int>> OfIds(ReadOnlySpan<byte> ids, int width, int height)
    {
        var runs = new SortedDictionary<byte, List<int>>();
        var ends = new int[256];
        int last = -1,
            at = 0;
        for (int x = 0; x < width; x++)
        {
            for (int y = 0; y < height; y++, at++)
            {
                byte id = ids[(y * width) + x];
                if (id != last)
                {
                    End(last);
                    Add(id);
                    last = id;
                }
            }
        }

        End(last);
        foreach (var (id, counts) in runs)
        {
            if (ends[id] < at)
            {
                counts.Add(at - ends[id]);
            }
        }

        return runs;

        void End(int id)
        {
            if (id >= 0)
            {
                Add((byte)id);
            }
        }

        void Add(byte id)
        {
            if (!runs.TryGetValue(id, out var counts))
            {
                runs.Add(id, counts = []);
            }

            counts.Add(at - ends[id]);
            ends[id] = at;
        }
    }
}
