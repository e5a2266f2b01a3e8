using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>A house of the row along the street, or of the block that closes it.</summary>
internal sealed class Building : IStreetObject
{
    private readonly float _left, _near, _right, _far, _height, _roofHeight;
    private readonly Facade _facade;
    private readonly SKColor _roof;
    private readonly bool _facesStreet;

    /// <param name="left">Left side, x in metres.</param>
    /// <param name="near">Near side, z in metres.</param>
    /// <param name="right">Right side, x in metres.</param>
    /// <param name="far">Far side, z in metres.</param>
    /// <param name="facesStreet">Whether it stands along the street (it shows its side to it) or across its end.</param>
    /// <param name="style">The domain.</param>
    /// <param name="random">Draws its height, colours and windows.</param>
    public Building(float left, float near, float right, float far, bool facesStreet, SceneStyle style, Random random)
    {
        (_left, _near, _right, _far, _facesStreet) = (left, near, right, far, facesStreet);
        _height = random.In(style.Plan.BuildingHeight);
        _facade = new Facade(style, random);
        _roof = random.Near(random.Pick(style.Palette.Roofs), 0.1f);
        _roofHeight = _height < 14 && random.Chance(0.6f) ? random.In(1.5f, 4f) : 0;
    }

    public float Across => (_left + _right) / 2;

    public float Distance => _near;

    public void CastShadow(ShadowMap shadows) => shadows.AddBox(_left, _near, _right, _far, 0, _height);

    public void Draw(ScenePainter painter)
    {
        bool onLeft = _right < 0;
        if (_facesStreet)
        {
            DrawRoof(painter, onLeft);
            _facade.Draw(painter, Surface.Wall(onLeft ? _right : _left, _near, _far), _far - _near, _height);
        }

        Surface front = Surface.Facing(_left, _near);
        if (_facesStreet && _roofHeight > 0)
        {
            using SKPath gable = Shapes.Polygon(0, _height, _right - _left, _height, (_right - _left) / 2, _height + _roofHeight);
            painter.Fill(front, gable, StreetClass.Building, _facade.Wall);
        }

        _facade.Draw(painter, front, _right - _left, _height);
    }

    private void DrawRoof(ScenePainter painter, bool onLeft)
    {
        if (_roofHeight == 0)
        {
            return;
        }

        float eaves = onLeft ? _right : _left, ridge = (_left + _right) / 2;
        Vector3 normal = Vector3.Normalize(new Vector3(onLeft ? _roofHeight : -_roofHeight, MathF.Abs(ridge - eaves), 0));
        painter.Polygon(
            [
                new(eaves, _height, _near), new(eaves, _height, _far),
                new(ridge, _height + _roofHeight, _far), new(ridge, _height + _roofHeight, _near),
            ],
            normal, StreetClass.Building, _roof);
    }
}
