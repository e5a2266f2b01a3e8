using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>
/// Draws every shape twice from the same geometry: with light and smooth edges on the picture, and as a flat train id without
/// smoothing on the label. So the label is exact to the pixel.
/// </summary>
internal sealed class ScenePainter : IDisposable
{
    private readonly SKBitmap _label;
    private readonly SKCanvas _imageCanvas, _labelCanvas;
    private readonly SKPaint _ink = new() { IsAntialias = true };
    private readonly SKPaint _id = new() { IsAntialias = false };

    public ScenePainter(StreetCamera camera, SceneLight light)
    {
        Camera = camera;
        Light = light;
        var info = new SKImageInfo(camera.Width, camera.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        Image = new SKBitmap(info);
        _label = new SKBitmap(info);
        _imageCanvas = new SKCanvas(Image);
        _labelCanvas = new SKCanvas(_label);
    }

    public StreetCamera Camera { get; }

    public SceneLight Light { get; }

    public SKBitmap Image { get; }

    /// <summary>Draws a shape in surface coordinates on picture and label.</summary>
    public void Fill(Surface surface, SKPath shape, StreetClass shows, SKColor colour)
    {
        SKMatrix matrix = Camera.Matrix(surface);
        Draw(_imageCanvas, matrix, shape, Ink(Lit(surface, shape, colour)));
        Draw(_labelCanvas, matrix, shape, Id(shows));
    }

    /// <summary>Draws a shape on the picture alone: a pattern inside a shape that is already there.</summary>
    public void Detail(Surface surface, SKPath shape, SKColor colour) =>
        Draw(_imageCanvas, Camera.Matrix(surface), shape, Ink(Lit(surface, shape, colour)));

    /// <summary>Draws a shader (in surface coordinates, taken as it is, without light) on the picture alone.</summary>
    public void Detail(Surface surface, SKPath shape, SKShader shader)
    {
        _ink.Shader = shader;
        _ink.Color = SKColors.Black;
        Draw(_imageCanvas, Camera.Matrix(surface), shape, _ink);
        _ink.Shader = null;
    }

    /// <summary>Draws a polygon of the world on picture and, if <paramref name="shows"/> is given, on the label.</summary>
    public void Polygon(ReadOnlySpan<Vector3> corners, Vector3 normal, StreetClass? shows, SKColor colour)
    {
        using var path = new SKPath();
        path.AddPoly(Camera.Project(corners), close: true);
        Draw(_imageCanvas, SKMatrix.Identity, path, Ink(Light.Shade(colour, normal, Camera.Depth(corners[0]))));
        if (shows is { } id)
        {
            Draw(_labelCanvas, SKMatrix.Identity, path, Id(id));
        }
    }

    /// <summary>Draws a shape in pixels on picture and, if <paramref name="shows"/> is given, on the label.</summary>
    public void Screen(SKPath shape, StreetClass? shows, SKPaint paint)
    {
        Draw(_imageCanvas, SKMatrix.Identity, shape, paint);
        if (shows is { } id)
        {
            Draw(_labelCanvas, SKMatrix.Identity, shape, Id(id));
        }
    }

    /// <summary>The train ids drawn so far, row-major.</summary>
    public byte[] ReadLabels()
    {
        ReadOnlySpan<byte> pixels = _label.GetPixelSpan();
        var labels = new byte[_label.Width * _label.Height];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = pixels[i * 4];
        }

        return labels;
    }

    public void Dispose()
    {
        _imageCanvas.Dispose();
        _labelCanvas.Dispose();
        _label.Dispose();
        _ink.Dispose();
        _id.Dispose();
    }

    private static void Draw(SKCanvas canvas, SKMatrix matrix, SKPath shape, SKPaint paint)
    {
        canvas.SetMatrix(matrix);
        canvas.DrawPath(shape, paint);
    }

    private SKColor Lit(Surface surface, SKPath shape, SKColor colour)
    {
        if (surface == Surface.Ground)
        {
            // It reaches from the camera to the horizon: Ground draws its haze as a gradient.
            return Light.Shade(colour, surface.Outward, 0);
        }

        SKRect bounds = shape.Bounds;
        return Light.Shade(colour, surface.Outward, Camera.Depth(surface.At(bounds.MidX, bounds.MidY)));
    }

    private SKPaint Ink(SKColor colour)
    {
        _ink.Color = colour;
        return _ink;
    }

    private SKPaint Id(StreetClass shows)
    {
        _id.Color = new SKColor((byte)shows, (byte)shows, (byte)shows);
        return _id;
    }
}
