namespace StreetScenes;

/// <summary>A wall with windows, doors and shops; u along, v up from the ground, in metres.</summary>
/// <param name="style">Measures and colours.</param>
/// <param name="width">Metres.</param>
/// <param name="height">Metres to the eaves.</param>
/// <param name="seed">Which windows have curtains.</param>
internal sealed class Front(FacadeStyle style, float width, float height, int seed) : Material
{
    private const float Frame = 0.09f,
        Reveal = 0.14f,
        FasciaBottom = 2.75f,
        FasciaTop = 3.35f;

    private readonly Masonry _wall = new(style.Kind, style.Wall, style.Dirt, seed & 127);
    private readonly int _bays = Math.Max(1, (int)(width / style.Bay)),
        _floors = Math.Max(1, (int)((height - 0.3f) / style.Floor));
    private readonly float _groundTop = style.Shop ? MathF.Max(style.Floor, FasciaTop + 0.1f) : style.Floor;

    public override void Shade(in Hit hit, ref Look look)
    {
        look.Albedo = _wall.At(hit.U, hit.V, hit.FootprintU, hit.FootprintV);
        float trim = Pattern.Band(hit.V, height - 0.32f, height, hit.FootprintV);
        if (style.Bands)
        {
            trim = MathF.Max(trim, Pattern.Repeat(hit.V, style.Floor, 0, 0.16f, hit.FootprintV));
        }
        look.Albedo = Rgb.Lerp(look.Albedo, style.Trim * (0.85f + (0.1f * Noise.Grain(hit.U * 3, hit.V * 3))), trim);
        look.Albedo *= 1 - (0.3f * Pattern.Band(hit.V, height - 0.45f, height - 0.32f, hit.FootprintV));

        // Dirt and splashes above the pavement, and less sky.
        look.Openness = Math.Clamp(0.62f + (hit.V * 0.055f), 0, 1);
        if (hit.V < _groundTop && style.Shop)
        {
            ShadeShop(hit, ref look);
        }
        else
        {
            ShadeWindows(hit, ref look);
        }
        if (!style.Shop)
        {
            look.Albedo *= 1 - (0.35f * Pattern.Band(hit.V, 0, 0.35f, hit.FootprintV));
        }
    }

    private void ShadeWindows(in Hit hit, ref Look look)
    {
        float bay = width / _bays;
        int column = (int)MathF.Floor(hit.U / bay),
            row = (int)MathF.Floor(hit.V / style.Floor);
        if (row >= _floors || column < 0 || column >= _bays)
        {
            return;
        }
        bool door = row == 0 && (column + seed) % 3 == 0;
        float half = bay * style.WindowWidth * (door ? 0.32f : 0.5f),
            middle = (column + 0.5f) * bay;
        float bottom = (row * style.Floor) + (door ? 0 : style.Floor * (1 - style.WindowHeight) * 0.55f);
        float top = (row * style.Floor) + (door ? 2.2f : style.Floor * (style.WindowHeight + ((1 - style.WindowHeight) * 0.55f)));
        float u = hit.U - middle,
            v = hit.V;
        if (style.Arched && !door)
        {
            top -= u * u / MathF.Max(half, 0.3f) * 0.9f;
        }
        float outer =
            Pattern.Band(u, -half - Frame, half + Frame, hit.FootprintU)
            * Pattern.Band(v, bottom - (door ? 0 : 0.13f), top + Frame, hit.FootprintV);
        float inner = Pattern.Band(u, -half, half, hit.FootprintU) * Pattern.Band(v, bottom, top, hit.FootprintV);
        look.Albedo = Rgb.Lerp(look.Albedo, style.Trim, outer);
        if (door)
        {
            look.Albedo = Rgb.Lerp(look.Albedo, style.Door * (1 - (0.5f * Pattern.Band(v, top - 0.5f, top - 0.1f, hit.FootprintV))), inner);
            return;
        }

        if (style.Bar > 0)
        {
            inner *=
                1
                - (
                    0.9f
                    * MathF.Max(
                        Pattern.Band(u, -0.025f, 0.025f, hit.FootprintU),
                        Pattern.Band(v - bottom, ((top - bottom) * style.Bar) - 0.03f, ((top - bottom) * style.Bar) + 0.03f, hit.FootprintV)
                    )
                );
        }
        Glaze(hit, ref look, inner, Noise.Cell(column + (seed * 3), row + seed), (v - bottom) / (top - bottom));

        // The lintel shades the top of the glass.
        look.Albedo *= 1 - (0.45f * Pattern.Band(v, top - Reveal, top, hit.FootprintV) * Pattern.Band(u, -half, half, hit.FootprintU));
    }

    private void ShadeShop(in Hit hit, ref Look look)
    {
        float fascia = Pattern.Band(hit.V, FasciaBottom, FasciaTop, hit.FootprintV);
        int shop = (int)MathF.Floor(hit.U / (style.Bay * 2));

        // Letters: a row of light marks in the middle of the board.
        float letter = Pattern.Detail(0.2f, hit.FootprintU) * Pattern.Band(hit.V, FasciaBottom + 0.17f, FasciaTop - 0.17f, hit.FootprintV);
        letter *= Noise.Grain(hit.U * 5, seed) > 0 && MathF.Abs(hit.U - ((shop + 0.5f) * style.Bay * 2)) < style.Bay * 0.7f ? 1 : 0;
        Rgb board = Rgb.Lerp(style.Fascia, style.Fascia.Luminance > 0.3f ? default : new Rgb(0.8f, 0.8f, 0.75f), letter);
        float pane =
            (1 - Pattern.Repeat(hit.U, style.Bay, 0, 0.16f, hit.FootprintU)) * Pattern.Band(hit.V, 0.45f, FasciaBottom, hit.FootprintV);
        look.Albedo = Rgb.Lerp(look.Albedo, style.Fascia * 0.7f, Pattern.Band(hit.V, 0, FasciaBottom, hit.FootprintV) * 0.8f);

        // Goods behind the glass, as far as it does not mirror the street.
        float goods = Noise.Cloud((hit.U * 22) + seed, hit.V * 26),
            blur = Noise.Cloud((hit.U * 60) + seed, hit.V * 50);
        Glaze(hit, ref look, pane, -0.5f, 0.5f);
        Rgb wares = new(
            MathF.Max(0.02f, 0.09f + (0.09f * goods) + (0.06f * blur)),
            MathF.Max(0.02f, 0.085f + (0.06f * goods) + (0.07f * blur)),
            MathF.Max(0.02f, 0.08f - (0.03f * goods) + (0.07f * blur))
        );
        look.Albedo = Rgb.Lerp(look.Albedo, wares * (hit.V < 1.6f ? 1 : 0.5f), pane * 0.55f);
        look.Glow += new Rgb(1, 0.85f, 0.6f) * (pane * style.Lit * (0.35f + (0.25f * goods)));
        look.Albedo = Rgb.Lerp(look.Albedo, board, fascia);
        look.Openness *= 1 - (0.4f * Pattern.Band(hit.V, FasciaBottom - 0.5f, FasciaBottom, hit.FootprintV));
    }

    private void Glaze(in Hit hit, ref Look look, float share, float random, float rise)
    {
        Rgb glass = style.Glass * (1 + (0.5f * random));
        if (random > 0.35f)
        {
            glass = Rgb.Lerp(glass, style.Trim * 0.55f, rise > 1 - random ? 0.8f : 0.25f);
        }
        look.Albedo = Rgb.Lerp(look.Albedo, glass, share);
        look.Gloss = share * 0.5f;
        if ((random + 1) / 2 < style.Lit)
        {
            look.Glow = new Rgb(0.75f, 0.55f, 0.3f) * share;
        }
    }
}
