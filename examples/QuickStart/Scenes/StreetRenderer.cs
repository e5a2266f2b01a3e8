using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Renders labelled street scenes of one domain. The same seed gives the same scene, at any size.</summary>
/// <param name="style">The domain.</param>
/// <param name="width">Width of image and label, in pixels.</param>
/// <param name="height">Height of image and label, in pixels.</param>
internal sealed class StreetRenderer(SceneStyle style, int width, int height)
{
    public StreetScene Render(int seed)
    {
        var random = new Random(seed);
        var layout = new StreetLayout(style.Plan, random);
        var camera = new StreetCamera(style.Mount, layout.LaneCentre(1, layout.CameraLane) + random.In(-0.4f, 0.4f), width, height, random);
        var light = new SceneLight(random.Pick(style.Weathers), random);
        IReadOnlyList<IStreetObject> objects = StreetComposer.Compose(layout, style, random);

        using var painter = new ScenePainter(camera, light);
        Sky.Draw(painter, random);
        Ground.Draw(painter, layout, style, random);
        using (var shadows = new ShadowMap(light))
        {
            foreach (IStreetObject thing in objects)
            {
                thing.CastShadow(shadows);
            }

            shadows.Draw(painter);
        }

        // Far things first: what is nearer covers them, on the picture and on the label. What stands between the rows of
        // buildings is before them even where a long building begins nearer to the camera.
        foreach (IStreetObject thing in objects.OrderBy(layout.IsBetweenBuildings).ThenByDescending(o => o.Distance))
        {
            thing.Draw(painter);
        }

        if (random.Chance(style.Mount.BonnetChance))
        {
            DrawBonnet(painter, random);
        }

        byte[] labels = painter.ReadLabels();
        SKBitmap image = style.Lens is null ? painter.Image : style.Lens.Apply(painter.Image, random);
        return new StreetScene(image, labels, width, height);
    }

    private void DrawBonnet(ScenePainter painter, Random random)
    {
        float top = height * random.In(0.93f, 0.96f);
        using var bonnet = new SKPath();
        bonnet.AddOval(new SKRect(-0.15f * width, top, 1.15f * width, top + (0.4f * height)));
        using var paint = new SKPaint { IsAntialias = true, Color = random.Pick(style.Palette.Vehicles).Scale(0.7f) };
        painter.Screen(bonnet, StreetClass.Ignored, paint);
    }
}
