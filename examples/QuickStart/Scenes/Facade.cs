using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>The look of a building's walls: colour, material, windows and ground floor.</summary>
internal sealed class Facade
{
    private enum Material
    {
        Plaster,
        Brick,
        Panels,
        GlassFront,
    }

    // Windows farther away than this are smaller than a pixel.
    private const float WindowsVisible = 130, CoursesVisible = 35;

    private readonly Material _material;
    private readonly float _floor, _bay, _windowWidth, _windowHeight, _texture, _wear;
    private readonly SKColor _trim, _glass, _awning;
    private readonly bool _shops;
    private readonly int _seed;

    public Facade(SceneStyle style, Random random)
    {
        ScenePalette palette = style.Palette;
        _material = (Material)random.Next(4);
        Wall = random.Near(random.Pick(palette.Walls), 0.1f);
        _trim = random.Pick(palette.Trim);
        _glass = random.Near(random.Pick(palette.Glass), 0.15f);
        _awning = random.Pick(palette.Vehicles);
        _floor = random.In(2.8f, 3.6f);
        _bay = random.In(1.9f, 3.6f);
        _windowWidth = _bay * (_material == Material.GlassFront ? 0.9f : random.In(0.35f, 0.6f));
        _windowHeight = _floor * (_material == Material.GlassFront ? 0.85f : random.In(0.45f, 0.62f));
        _shops = random.Chance(0.4f);
        (_texture, _wear) = (style.Texture, style.Wear);
        _seed = random.Next();
    }

    public SKColor Wall { get; }

    /// <summary>Draws a wall from the ground up, <paramref name="width"/> × <paramref name="height"/> metres.</summary>
    public void Draw(ScenePainter painter, Surface surface, float width, float height)
    {
        if (!painter.Camera.Sees(surface))
        {
            return;
        }

        var random = new Random(_seed);
        using SKPath wall = Shapes.Rectangle(0, 0, width, height);
        painter.Fill(surface, wall, StreetClass.Building, Wall);
        Grain.Detail(painter, surface, wall, 6, _texture * 0.7f);
        float depth = painter.Camera.Depth(surface.At(width / 2, 0));
        if (depth < CoursesVisible && _material is Material.Brick or Material.Panels)
        {
            DrawCourses(painter, surface, width, height, _material == Material.Brick ? 0.3f : _floor);
        }

        DrawStains(painter, surface, width, height, random);
        if (depth < WindowsVisible)
        {
            DrawWindows(painter, surface, width, height, random);
        }

        using SKPath cornice = Shapes.Rectangle(0, height - 0.35f, width, height);
        painter.Detail(surface, cornice, _trim);
        using SKPath plinth = Shapes.Rectangle(0, 0, width, 0.5f);
        painter.Detail(surface, plinth, Wall.Scale(0.7f));
    }

    private void DrawCourses(ScenePainter painter, Surface surface, float width, float height, float step)
    {
        using var joints = new SKPath();
        for (float y = step; y < height; y += step)
        {
            joints.AddRectangle(0, y, width, y + (step * 0.12f));
        }

        painter.Detail(surface, joints, Wall.Scale(0.8f));
    }

    private void DrawStains(ScenePainter painter, Surface surface, float width, float height, Random random)
    {
        int stains = (int)(_wear * random.Next(0, 8));
        for (int i = 0; i < stains; i++)
        {
            float x = random.In(0f, width), top = random.In(0.4f, 1f) * height;
            using SKPath stain = Shapes.Rectangle(x, MathF.Max(0, top - random.In(1f, 6f)), MathF.Min(width, x + random.In(0.3f, 1.5f)), top);
            painter.Detail(surface, stain, (random.Chance(0.6f) ? Wall.Scale(0.5f) : Wall.Scale(1.4f)).Fade(0.35f));
        }
    }

    private void DrawWindows(ScenePainter painter, Surface surface, float width, float height, Random random)
    {
        int bays = (int)(width / _bay), floors = (int)(height / _floor);
        float margin = (width - (bays * _bay)) / 2;
        using SKPath frames = new(), panes = new(), blinds = new(), lit = new();
        for (int floor = 0; floor < floors; floor++)
        {
            bool shop = floor == 0 && _shops;
            float w = shop ? _bay * 0.85f : _windowWidth, h = shop ? _floor * 0.75f : _windowHeight;
            float bottom = (floor * _floor) + (shop ? 0.3f : (_floor - h) * 0.6f);
            for (int bay = 0; bay < bays; bay++)
            {
                float left = margin + (bay * _bay) + ((_bay - w) / 2);
                bool door = floor == 0 && bay % 4 == 1;
                float sill = door ? 0 : bottom;
                frames.AddRectangle(left - 0.12f, MathF.Max(0, sill - 0.12f), left + w + 0.12f, bottom + h + 0.12f);
                (random.Chance(painter.Light.Weather.LitWindows) ? lit : panes).AddRectangle(left, sill, left + w, bottom + h);
                if (!shop && random.Chance(0.3f))
                {
                    blinds.AddRectangle(left, bottom + (h * random.In(0.3f, 0.8f)), left + w, bottom + h);
                }
            }
        }

        painter.Detail(surface, frames, _trim);
        painter.Detail(surface, panes, _glass);
        painter.Detail(surface, blinds, _glass.Towards(_trim, 0.6f));
        using SKShader lamp = SKShader.CreateColor(new SKColor(0xFFFFD890));
        painter.Detail(surface, lit, lamp);
        if (_shops && bays > 0 && _floor < height)
        {
            using SKPath awning = Shapes.Rectangle(margin, _floor * 0.85f, width - margin, _floor);
            painter.Detail(surface, awning, _awning);
        }
    }
}
