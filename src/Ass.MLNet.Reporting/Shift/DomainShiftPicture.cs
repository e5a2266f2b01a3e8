using Ass.MLNet.Columns;
using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Ass.MLNet.Reporting.Shift;
using Microsoft.ML.Data;
using SkiaSharp;

namespace Ass.MLNet.Reporting;

/// <summary>Plots the class vectors of two domains in a plane, one panel per network, to show which classes are still apart.</summary>
public static class DomainShiftPicture
{
    private const int Gap = 24;

    /// <summary>Writes the plot as PNG.</summary>
    /// <remarks>
    /// Each panel shows the plane in which the network's class and domain means differ most (principal component analysis of the means).
    /// Filled circles are source images, rings are target images, and large marks are the domain means, joined by a line for each class.
    /// Vectors are normalised to length 1, as for the distances. A plane shows only part of the differences; the distances below each panel
    /// are measured in all dimensions.
    /// </remarks>
    /// <param name="file">The file; an existing one is replaced once the new one is complete.</param>
    /// <param name="shifts">The networks from left to right with their titles, at least one; all have the same classes.</param>
    /// <param name="palette">The class colours; <see langword="null"/>: <see cref="SegmentationPalette.ForClasses"/>.</param>
    /// <exception cref="ArgumentException">There are no shifts, or one of them has no class vectors.</exception>
    /// <exception cref="InvalidOperationException">A shift's classes differ from the first one's; the message shows both lists.</exception>
    public static void Write(string file, IReadOnlyList<(string Title, DomainShift Shift)> shifts, SegmentationPalette? palette = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        ArgumentNullException.ThrowIfNull(shifts);
        using var picture = Draw(shifts, palette);
        AtomicFile.Write(file, picture.WritePng);
    }

    /// <summary>Draws the plot; the caller disposes of it.</summary>
    internal static MLImage Draw(IReadOnlyList<(string Title, DomainShift Shift)> shifts, SegmentationPalette? palette)
    {
        if (shifts.Count == 0)
        {
            throw new ArgumentException("A picture of domain shifts needs at least one.", nameof(shifts));
        }
        string[] names = [.. shifts[0].Shift.Classes.Select(c => c.ClassName)];
        foreach (var (title, shift) in shifts)
        {
            ClassAgreement.Check(
                ($"the shift '{shifts[0].Title}'", names),
                ($"the shift '{title}'", [.. shift.Classes.Select(c => c.ClassName)])
            );
            if (shift.Source.Count + shift.Target.Count == 0)
            {
                throw new ArgumentException($"The shift '{title}' has no class vectors.", nameof(shifts));
            }
        }

        SKColor[] colors = [.. (palette ?? SegmentationPalette.ForClasses(names)).Colors.Select(c => new SKColor(c.R, c.G, c.B))];
        int height = ShiftPlot.Height + ShiftLegend.HeightOf(names.Length);
        return DrawnImage.Create(Gap + shifts.Count * (ShiftPlot.Width + Gap), Gap + height + Gap, canvas =>
        {
            for (int i = 0; i < shifts.Count; i++)
            {
                var (title, shift) = shifts[i];
                canvas.Save();
                canvas.Translate(Gap + i * (ShiftPlot.Width + Gap), Gap);
                new ShiftPlot(title, shift, colors).Draw(canvas);
                canvas.Translate(0, ShiftPlot.Height);
                ShiftLegend.Draw(canvas, shift, colors);
                canvas.Restore();
            }
        });
    }
}
