using Ass.MLNet.Checkpoints;
using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class GradientNormTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(SemanticFeatureSpace.Backbone)]
    [InlineData(SemanticFeatureSpace.Output)]
    public void A_norm_is_that_of_the_weighted_loss_on_the_features(SemanticFeatureSpace space)
    {
        using var scope = NewDisposeScope();
        var options = Options(measures: true);
        options.Adversarial.SemanticFeatures = space;
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        var actual = game
            .Step.Run(source, labeled, unlabeled, decay: 0, adversarialShare: 0.5)
            .Measures.Where(m => m.Kind == MeasureKind.GradientNorm);

        var modules = game.Modules;
        Assert.Equal(["source", "target", "semantic", "global"], actual.Select(m => m.Name));
        var expected = new[]
        {
            Norm(source, output => CrossEntropy(output, source).mul(0.7)),
            Norm(labeled, output => CrossEntropy(output, labeled).mul(1.3)),
            Norm(labeled, Semantic),
            Norm(unlabeled, output =>
                GlobalAdversarialLoss
                    .Compute(
                        modules.GlobalDiscriminator!.forward(Upsample(output).softmax(1)),
                        SegmentationDomain.Source,
                        options.Adversarial.Loss
                    )
                    .mul(0.5 * 0.6)
            ),
        };
        foreach (var (norm, measure) in expected.Zip(actual))
        {
            Assert.True(Math.Abs(norm - measure.Value) < 1e-3 * norm, $"{measure.Name}: {measure.Value}, by hand {norm}");
        }

        double Norm(Batch batch, Func<NetworkOutput, Tensor> loss)
        {
            var output = modules.Network.forward(batch.ToTensor(InputNormalization.Default, CPU));
            return autograd.grad([loss(output)], [output.Features])[0].norm().item<float>();
        }

        Tensor Semantic(NetworkOutput output)
        {
            var vectors = ClassVectors.Average(
                space == SemanticFeatureSpace.Backbone ? output.Features : output.Logits.softmax(1),
                labeled.Labels!,
                StepGame.Classes
            );
            var judged = modules.SemanticDiscriminator!.forward(vectors.Vectors);
            return SemanticAdversarialLoss
                .Compute(
                    judged,
                    vectors.Classes,
                    SegmentationDomain.Source,
                    options.Adversarial.SemanticDiscriminator,
                    options.Adversarial.Loss
                )
                .mul(0.5 * 0.4);
        }
    }

    [Fact]
    public void Weights_are_the_same_with_and_without()
    {
        Assert.Equal(Trained(measures: false), Trained(measures: true));

        static float[] Trained(bool measures)
        {
            using var game = new StepGame(Options(measures));
            var (source, labeled, unlabeled) = StepGame.Batches();
            for (int i = 0; i < 2; i++)
            {
                game.Step.Run(source, labeled, unlabeled, decay: 1);
            }
            return [.. game.NetworkWeights(), .. game.DiscriminatorWeights()];
        }
    }

    [Fact]
    public void A_norm_that_is_no_number_does_not_make_a_step_unsound()
    {
        var record = new StepRecord(
            [("source", MeasureKind.Loss), ("source", MeasureKind.GradientNorm)],
            tensor(new[] { 0.5f, float.NaN })
        );
        using (var sound = record.IsSound())
        {
            Assert.True(sound.item<bool>());
        }
        Assert.Null(record.UnsoundLoss);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 4)]
    public void A_run_reports_them_where_it_is_asked_to(bool measures, int columns)
    {
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(AdaptationRecipe.Ass, iterations: 4);
        (options.Adversarial.MeasureGradientNorms, options.Run.WorkspacePath, options.Run.ProgressInterval) = (measures, _folder.Root, 2);
        var reports = new List<IReadOnlyDictionary<string, double>>();
        options.Progress = p => reports.Add(p.GradientNorms);
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();

        Assert.Equal(3, reports.Count);
        Assert.All(reports, norms => Assert.Equal(columns, norms.Count(n => n.Value > 0)));
        string[][] table = [.. File.ReadLines(_folder.At("results.csv")).Select(line => line.Split(','))];
        int[] told = [.. Enumerable.Range(0, table[0].Length).Where(i => table[0][i].EndsWith(" gradient norm"))];
        Assert.Equal(columns, told.Length);
        Assert.All(table.Skip(1), row =>
            Assert.All(told, i => Assert.True(double.Parse(row[i], System.Globalization.CultureInfo.InvariantCulture) > 0))
        );
    }

    [Theory]
    [InlineData(AdaptationRecipe.TargetOnly, false, SegmentationPrecision.Float32)]
    [InlineData(AdaptationRecipe.Ass, true, SegmentationPrecision.Float32)]
    [InlineData(AdaptationRecipe.Ass, true, SegmentationPrecision.BFloat16)]
    public void Results_have_a_column_for_each_that_a_step_measures(
        AdaptationRecipe recipe,
        bool multiLevel,
        SegmentationPrecision precision
    )
    {
        using var scope = NewDisposeScope();
        var options = Options(measures: true);
        (options.Recipe, options.Precision) = (recipe, precision);
        if (multiLevel)
        {
            (options.AdaptSegNet.MultiLevel, options.Network) = (true, SegmentationNetwork.DeepLabV2ResNet18);
            (options.Adversarial.PrototypeWeight, options.Adversarial.ClassVectorWeights) = (0.1, ClassVectorWeights.Share);
        }
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        var terms = RecipeTerms.Of(recipe);
        var record = game.Step.Run(terms.Source ? source : null, labeled, terms.UnlabeledTarget ? unlabeled : null, 1);
        var measured = record.Measures.Where(m => m.Kind == MeasureKind.GradientNorm);
        Assert.Equal(ResultsColumns.Of(options, null).GradientNorms, measured.Select(m => m.Name));
        Assert.All(measured, m => Assert.True(m.Value > 0));
    }

    public void Dispose() => _folder.Dispose();

    private static Tensor CrossEntropy(NetworkOutput output, Batch batch) => SegmentationLoss.CrossEntropy(Upsample(output), batch.Labels!);

    private static Tensor Upsample(NetworkOutput output) => Layers.Upsample(output.Logits, StepGame.Side, StepGame.Side);

    private static AssSegmentationOptions Options(bool measures) =>
        new()
        {
            Recipe = AdaptationRecipe.Ass,
            Network = SegmentationNetwork.DeepLabV2MobileNetV2,
            Adversarial =
            {
                MeasureGradientNorms = measures,
                GlobalWeight = 0.6,
                SemanticWeight = 0.4,
            },
            Optimization =
            {
                SourceWeight = 0.7,
                TargetWeight = 1.3,
                WeightDecay = 0,
            },
        };
}
