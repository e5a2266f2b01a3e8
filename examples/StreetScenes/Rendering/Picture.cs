namespace StreetScenes;

/// <summary>The buffers of one size that scenes are drawn in, one after the other.</summary>
internal sealed class Picture(int width, int height)
{
    // Samples of a pixel in each direction.
    private const int Samples = 2;

    private const int SunSize = 560;

    private readonly Grid _grid = new(width * Samples, height * Samples),
        _outlines = new(width, height),
        _sun = new(SunSize, SunSize);
    private readonly float[] _radiance = new float[width * height * 3];
    private readonly Mesh _mesh = new(),
        _outlineMesh = new();
    private readonly byte[] _labels = new byte[width * height];

    public StreetScene Draw(ulong seed, StreetStyle style)
    {
        var scenery = new Scenery(seed, style, _grid.Width, _grid.Height, _mesh, _outlineMesh);
        _grid.Clear(0);
        Raster.Draw(_mesh, scenery.Camera, _grid);
        Shadows? shadows = scenery.Light.HasSun ? new Shadows(_mesh, scenery.Light.ToSun, _sun) : null;
        var shader = new Shader(_mesh, scenery.Camera, scenery.Light, scenery.Sky, shadows, scenery.Shade, scenery.Coat);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Resolve(x, y, scenery, shader);
            }
        }

        LabelOutlines(scenery);
        var pixels = new byte[width * height * 4];
        scenery.Lens.Expose(_radiance, width, height, pixels, _labels);
        return new StreetScene(pixels, [.. _labels], width, height);
    }

    /// <summary>A pixel has the mean light of its samples, and the class that most of them show; of two classes the nearer one.</summary>
    private void Resolve(int x, int y, Scenery scenery, Shader shader)
    {
        int corner = (y * Samples * _grid.Width) + (x * Samples);
        Span<int> at = [corner, corner + 1, corner + _grid.Width, corner + _grid.Width + 1];
        int[] faces = _grid.Faces;
        Rgb light = default;
        int pixel = (y * width) + x,
            first = faces[at[0]];
        if (first == faces[at[1]] && first == faces[at[2]] && first == faces[at[3]])
        {
            light = Seen(first, (x * Samples) + 1, (y * Samples) + 1, Mean(at), scenery, shader);
            _labels[pixel] = (byte)Shown(first);
        }
        else
        {
            _labels[pixel] = Label(at);
            light = Mix(x, y, at, scenery, shader);
        }

        (_radiance[pixel * 3], _radiance[(pixel * 3) + 1], _radiance[(pixel * 3) + 2]) = (light.R, light.G, light.B);
    }

    /// <summary>Each face is seen once, in the middle of its samples.</summary>
    private Rgb Mix(int x, int y, ReadOnlySpan<int> at, Scenery scenery, Shader shader)
    {
        Rgb light = default;
        for (int i = 0, done = 0; i < at.Length; i++)
        {
            if ((done >> i & 1) != 0)
            {
                continue;
            }
            int face = _grid.Faces[at[i]],
                count = 0;
            float column = 0,
                row = 0,
                nearness = 0;
            for (int j = i; j < at.Length; j++)
            {
                if (_grid.Faces[at[j]] != face)
                {
                    continue;
                }
                (column, row, nearness) = (column + (j & 1), row + (j >> 1), nearness + _grid.Nearness[at[j]]);
                (done, count) = (done | (1 << j), count + 1);
            }

            float share = 1f / count;
            light +=
                Seen(face, (x * Samples) + 0.5f + (column * share), (y * Samples) + 0.5f + (row * share), nearness * share, scenery, shader)
                * (count / 4f);
        }

        return light;
    }

    private float Mean(ReadOnlySpan<int> at) =>
        (_grid.Nearness[at[0]] + _grid.Nearness[at[1]] + _grid.Nearness[at[2]] + _grid.Nearness[at[3]]) / 4;

    private byte Label(ReadOnlySpan<int> at)
    {
        (StreetClass best, float bestScore) = (StreetClass.Sky, float.MinValue);
        foreach (int candidate in at)
        {
            StreetClass shown = Shown(_grid.Faces[candidate]);
            float score = _grid.Nearness[candidate] / 100;
            foreach (int other in at)
            {
                score += Shown(_grid.Faces[other]) == shown ? 1 : 0;
            }
            if (score > bestScore)
            {
                (best, bestScore) = (shown, score);
            }
        }

        return (byte)best;
    }

    private StreetClass Shown(int face) => face == Grid.Nothing ? StreetClass.Sky : _mesh.Faces[face].Shows;

    private static Rgb Seen(int face, float x, float y, float nearness, Scenery scenery, Shader shader) =>
        face == Grid.Nothing ? scenery.Sky.Seen(scenery.Camera.Ray(x, y)) : shader.Seen(face, x, y, nearness);

    /// <summary>As annotators have it, what is seen through the twigs of a crown or the bars of a fence belongs to it.</summary>
    private void LabelOutlines(Scenery scenery)
    {
        _outlines.Clear(0);
        Raster.Draw(_outlineMesh, scenery.Camera.Scaled(1f / Samples), _outlines);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int pixel = (y * width) + x,
                    corner = (y * Samples * _grid.Width) + (x * Samples);
                int outline = _outlines.Faces[pixel];
                if (outline != Grid.Nothing && _outlines.Nearness[pixel] > _grid.Nearness[corner])
                {
                    _labels[pixel] = (byte)_outlineMesh.Faces[outline].Shows;
                }
            }
        }
    }
}
