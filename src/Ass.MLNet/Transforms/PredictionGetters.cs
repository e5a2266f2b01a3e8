using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>The values of the added columns, from whatever knows the current row's prediction.</summary>
internal static class PredictionGetters
{
    /// <summary>One getter per added column, in the order of <see cref="SegmentationBindings.Added"/>; null where it is not active.</summary>
    public static Delegate?[] Create(Func<Prediction> current, IReadOnlyList<bool> active)
    {
        var getters = new Delegate?[active.Count];
        if (active[SegmentationBindings.PredictedLabel])
        {
            getters[SegmentationBindings.PredictedLabel] = LabelGetter(current);
        }

        if (active.Count > SegmentationBindings.Score && active[SegmentationBindings.Score])
        {
            getters[SegmentationBindings.Score] = ScoreGetter(current);
        }

        return getters;
    }

    // Like ML.NET's image transforms, disposes of the image it finds in the caller's variable: it is the one that it put there before.
    private static ValueGetter<MLImage> LabelGetter(Func<Prediction> current) => (ref MLImage value) =>
    {
        var prediction = current();
        value?.Dispose();
        value = MaskImage.Create(prediction.Width, prediction.Height, prediction.Ids);
    };

    private static ValueGetter<VBuffer<float>> ScoreGetter(Func<Prediction> current) => (ref VBuffer<float> value) =>
    {
        float[] scores = current().Scores!;
        var editor = VBufferEditor.Create(ref value, scores.Length);
        scores.CopyTo(editor.Values);
        value = editor.Commit();
    };
}
