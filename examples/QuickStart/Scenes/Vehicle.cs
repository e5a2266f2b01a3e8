using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>A car, van, lorry or bus on the road.</summary>
/// <param name="model">Its kind.</param>
/// <param name="x">Its middle, across the street, in metres.</param>
/// <param name="z">Its middle, along the street, in metres.</param>
/// <param name="heading">Direction it points to, in radians: 0 away from the camera, π towards it, π/2 to the right.</param>
/// <param name="paint">Its colour.</param>
internal sealed class Vehicle(VehicleModel model, float x, float z, float heading, SKColor paint) : IStreetObject
{
    private static readonly SKColor Glass = new(0xFF262E36), Tyre = new(0xFF161618), Rim = new(0xFF8A8C90), Under = new(0xFF0E0E10);

    private readonly VehicleBody _body = new(model, x, z, heading);

    public float Across => x;

    public float Distance => z - (MathF.Abs(_body.Forward.Z) * model.Length / 2);

    public void CastShadow(ShadowMap shadows)
    {
        Vector2 Corner(float side, float along)
        {
            Vector3 p = _body.At(side, along, 0);
            return new Vector2(p.X, p.Z);
        }

        shadows.AddPrism([Corner(-1, 0), Corner(1, 0), Corner(1, 1), Corner(-1, 1)], 0, model.Height * 0.9f);
        Vector2 a = Corner(-1.25f, -0.06f), b = Corner(1.25f, 1.06f);
        shadows.AddContact(MathF.Min(a.X, b.X), MathF.Min(a.Y, b.Y), MathF.Max(a.X, b.X), MathF.Max(a.Y, b.Y), 0.6f);
    }

    public void Draw(ScenePainter painter)
    {
        // The dark space between the wheels belongs to the vehicle.
        float floor = model.Profile[0].Y, axle = model.WheelRadius / model.Height;
        foreach (float end in new[] { 0f, 1f })
        {
            painter.Polygon(
                [_body.At(-0.9f, 0.1f + (0.8f * end), axle * 0.5f), _body.At(0.9f, 0.1f + (0.8f * end), axle * 0.5f), _body.At(0.9f, 0.1f + (0.8f * end), floor + 0.05f), _body.At(-0.9f, 0.1f + (0.8f * end), floor + 0.05f)],
                _body.Forward, StreetClass.Vehicle, Under);
        }

        int[] edges = [.. Enumerable.Range(0, model.Profile.Length - 1).OrderByDescending(e => painter.Camera.Depth(_body.EdgeMiddle(e)))];
        foreach (int edge in edges)
        {
            DrawStrip(painter, edge);
        }

        DrawSide(painter, -1);
        DrawSide(painter, 1);
    }

    private void DrawStrip(ScenePainter painter, int edge)
    {
        Vector2 a = model.Profile[edge], b = model.Profile[edge + 1];
        Vector3 along = _body.At(0, b.X, b.Y) - _body.At(0, a.X, a.Y);
        Vector3 normal = Vector3.Normalize(Vector3.Cross(along, _body.Right));
        if (!painter.Camera.Sees(_body.At(0, a.X, a.Y), normal))
        {
            return;
        }

        painter.Polygon([_body.At(-1, a.X, a.Y), _body.At(1, a.X, a.Y), _body.At(1, b.X, b.Y), _body.At(-1, b.X, b.Y)], normal, StreetClass.Vehicle, paint);
        if (model.GlassEdges.Contains(edge))
        {
            Patch(painter, a, b, normal, -0.88f, 0.88f, 0.1f, 0.9f, Glass);
        }
        else if (edge == 0 || edge == model.Profile.Length - 2)
        {
            // Lamps, number plate and bumper at both ends.
            bool rear = edge == 0;
            SKColor lamp = rear ? new SKColor(0xFFC01818) : new SKColor(0xFFF8F4E4);
            (Vector2 bottom, Vector2 top) = rear ? (a, b) : (b, a);
            float from = rear ? 0.62f : 0.45f, to = rear ? 0.95f : 0.9f;
            Patch(painter, bottom, top, normal, -0.96f, -0.68f, from, to, lamp);
            Patch(painter, bottom, top, normal, 0.68f, 0.96f, from, to, lamp);
            Patch(painter, bottom, top, normal, -0.28f, 0.28f, 0.3f, 0.5f, new SKColor(0xFFE8E8D8));
            Patch(painter, bottom, top, normal, -0.98f, 0.98f, 0, 0.18f, Tyre);
        }
    }

    /// <summary>Draws a part of a strip: sides from −1 to 1, and from its first edge (0) to its second (1).</summary>
    private void Patch(ScenePainter painter, Vector2 a, Vector2 b, Vector3 normal, float left, float right, float from, float to, SKColor colour)
    {
        Vector2 p = Vector2.Lerp(a, b, from), q = Vector2.Lerp(a, b, to);
        painter.Polygon([_body.At(left, p.X, p.Y), _body.At(right, p.X, p.Y), _body.At(right, q.X, q.Y), _body.At(left, q.X, q.Y)], normal, null, colour);
    }

    private void DrawSide(ScenePainter painter, int side)
    {
        Vector3 normal = _body.Right * side;
        if (!painter.Camera.Sees(_body.At(side, 0.5f, 0.3f), normal))
        {
            return;
        }

        Vector3[] outline = [.. model.Profile.Select(p => _body.At(side, p.X, p.Y))];
        painter.Polygon(outline, normal, StreetClass.Vehicle, paint);
        painter.Polygon(
            [_body.At(side, 0, model.Profile[0].Y), _body.At(side, 1, model.Profile[0].Y), _body.At(side, 1, model.Profile[0].Y + 0.08f), _body.At(side, 0, model.Profile[0].Y + 0.08f)],
            normal, null, paint.Scale(0.5f));
        DrawSideGlass(painter, side, normal);
        foreach (float along in new[] { 0.19f, 0.81f })
        {
            DrawWheel(painter, side, along, normal);
        }
    }

    private void DrawSideGlass(ScenePainter painter, int side, Vector3 normal)
    {
        const float Pillar = 0.012f;
        float bottom = model.Belt + 0.03f, top = model.GlassTop;
        int panes = Math.Max(1, (int)MathF.Round((model.SideGlass.Max - model.SideGlass.Min) * model.Length / 1.2f));
        float step = (model.SideGlass.Max - model.SideGlass.Min) / panes;
        for (int pane = 0; pane < panes; pane++)
        {
            float from = model.SideGlass.Min + (pane * step), to = from + step - Pillar;
            painter.Polygon(
                [_body.At(side, from, bottom), _body.At(side, to, bottom), _body.At(side, Inside(to, top), top), _body.At(side, Inside(from, top), top)], normal, null, Glass);
        }

        // Slanted windscreens leave less room at the top than at the bottom.
        float Inside(float along, float up)
        {
            Vector2[] roof = [.. model.Profile.Where(p => p.Y >= up)];
            return Math.Clamp(along, roof.Min(p => p.X) + 0.01f, roof.Max(p => p.X) - 0.01f);
        }
    }

    private void DrawWheel(ScenePainter painter, int side, float along, Vector3 normal)
    {
        Span<Vector3> rim = stackalloc Vector3[16];
        foreach ((float scale, SKColor colour, StreetClass? shows) in new (float, SKColor, StreetClass?)[] { (1, Tyre, StreetClass.Vehicle), (0.6f, Rim, null) })
        {
            float radius = model.WheelRadius * scale;
            Vector3 centre = _body.At(side * 1.005f, along, model.WheelRadius / model.Height);
            for (int i = 0; i < rim.Length; i++)
            {
                (float sin, float cos) = MathF.SinCos(i * MathF.Tau / rim.Length);
                rim[i] = centre + (_body.Forward * radius * cos) + (Vector3.UnitY * radius * sin);
            }

            painter.Polygon(rim, normal, shows, colour);
        }
    }
}
