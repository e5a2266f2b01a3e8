namespace Ass.MLNet.Losses;

/// <summary>The share that each class has of the pixels of each cell of a feature map.</summary>
internal static class ClassShares
{
    /// <summary>Adds up the labels' pixels, in whole numbers: a cell's area is that of a label image, H · W, whatever the sizes.</summary>
    /// <param name="labels">B labels of H × W; ignored pixels count for no class.</param>
    /// <param name="height">h, the rows of cells.</param>
    /// <param name="width">w, the cells of a row.</param>
    /// <param name="classCount">K.</param>
    /// <returns>B × K × h × w areas, 0 to H · W.</returns>
    public static int[] Areas(LabelBatch labels, int height, int width, int classCount)
    {
        var rows = Overlaps(labels.Height, height);
        var columns = Overlaps(labels.Width, width);
        var areas = new int[labels.Count * classCount * height * width];
        for (int image = 0; image < labels.Count; image++)
        {
            for (int y = 0; y < labels.Height; y++)
            {
                var ids = labels.Of(image).Slice(y * labels.Width, labels.Width);
                foreach (var (cellRow, rowShare) in rows[y])
                {
                    int at = (image * classCount * height + cellRow) * width;
                    for (int x = 0; x < ids.Length; x++)
                    {
                        if (ids[x] >= classCount)
                        {
                            continue;
                        }
                        int inClass = at + ids[x] * height * width;
                        foreach (var (cell, columnShare) in columns[x])
                        {
                            areas[inClass + cell] += rowShare * columnShare;
                        }
                    }
                }
            }
        }

        return areas;
    }

    /// <summary>Which cells each pixel of a side lies in, and with how much of a cell's length, <paramref name="pixels"/>.</summary>
    private static (int Cell, int Length)[][] Overlaps(int pixels, int cells)
    {
        return [.. Enumerable.Range(0, pixels).Select(Of)];

        // The pixel is as long as there are cells, and a cell as there are pixels.
        (int Cell, int Length)[] Of(int pixel)
        {
            var (from, to) = ((long)pixel * cells, (pixel + 1L) * cells);
            var (first, last) = ((int)(from / pixels), (int)((to - 1) / pixels));
            return [.. Enumerable.Range(first, last - first + 1).Select(cell => (cell, Common(cell)))];

            int Common(int cell) => (int)(Math.Min(to, (cell + 1L) * pixels) - Math.Max(from, (long)cell * pixels));
        }
    }
}
