using Ass.MLNet.Prediction;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Only the options' token and ML.NET's context cancel; what the data does is the data's error.</summary>
public class CancellationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_of_the_datas_own_that_times_out_is_its_rows_error(bool inValidation)
    {
        var failing = _ml.Data.LoadFromEnumerable(
            WatchedRow.All(row =>
            {
                if (row == 7)
                {
                    throw new TaskCanceledException("The request was canceled due to the configured timeout.");
                }
            })
        );
        var options = Returning(iterations: 30);
        if (inValidation)
        {
            (options.Run.ValidationSet, options.Run.ValidateEvery) = (_ml.Data.SkipRows(failing, 6), 1);
        }
        var error = Assert.Throws<InvalidOperationException>(() =>
            _ml.Transforms.AssSegmentation(options).Fit(inValidation ? TwoDomains.Data(_ml) : failing)
        );

        Assert.Contains("configured timeout", error.Message);
        if (!inValidation)
        {
            Assert.Contains("Row 7, column 'Image' cannot be read", error.Message);
        }
    }

    [Fact]
    public void Rows_that_stop_coming_are_an_error_too()
    {
        var options = Returning(iterations: 30);
        options.Recipe = AdaptationRecipe.SourceOnly;
        var error = Assert.Throws<InvalidOperationException>(() =>
            _ml.Transforms.AssSegmentation(options).Fit(_ml.Data.LoadFromEnumerable(Rows()))
        );
        Assert.Contains("cannot be read: the stream was closed", error.Message);

        static IEnumerable<TwoDomains.Row> Rows()
        {
            yield return TwoDomains.MakeRow("source", 1, true);
            throw new OperationCanceledException("the stream was closed");
        }
    }

    [Fact]
    public void A_callback_cannot_pretend_that_training_was_cancelled()
    {
        var options = Returning(iterations: 5);
        options.Progress = _ => throw new OperationCanceledException("the window is closed");
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(_ml)));
        Assert.Contains("the window is closed", error.Message);
        Assert.Contains("Nobody cancelled", error.Message);
    }

    [Fact]
    public void An_error_of_the_token_that_the_data_shares_is_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var options = Returning(iterations: 1000);
        options.CancellationToken = cancel.Token;
        int steps = 0;
        options.Progress = p => steps = p.Step;
        var data = _ml.Data.LoadFromEnumerable(
            WatchedRow.All(_ =>
            {
                if (steps > 0)
                {
                    cancel.Cancel();
                    cancel.Token.ThrowIfCancellationRequested();
                }
            })
        );
        _ml.Transforms.AssSegmentation(options).Fit(data).Dispose();
    }

    [Theory]
    [InlineData(2, 1000)]
    [InlineData(3, 3)]
    public void Once_cancelled_hardly_an_image_is_read_and_the_model_predicts(int cancelAt, int iterations)
    {
        using var cancel = new CancellationTokenSource();
        int read = 0,
            readBefore = 0,
            unlabeled = 0,
            unlabeledBefore = 0;
        var rows = WatchedRow.All(row =>
        {
            Interlocked.Increment(ref read);
            if (row >= 9)
            {
                Interlocked.Increment(ref unlabeled);
            }
        });
        var data = new ShuffledView(_ml.Data.LoadFromEnumerable(rows));
        var options = Returning(iterations);
        options.CancellationToken = cancel.Token;
        options.Progress = p =>
        {
            if (p.Step != cancelAt)
            {
                return;
            }
            (readBefore, unlabeledBefore) = (Volatile.Read(ref read), Volatile.Read(ref unlabeled));
            cancel.Cancel();
        };
        using var model = _ml.Transforms.AssSegmentation(options).Fit(data);

        // What the three streams decode ahead, and no more.
        Assert.InRange(read - readBefore, 0, 12);

        // Of the stream that a measurement would read: what it decodes ahead, less than a measurement.
        Assert.InRange(unlabeled - unlabeledBefore, 0, 4);
        Assert.DoesNotContain(0, model.Segmenter.Network.state_dict()["backbone.features.0.1.running_mean"].data<float>().ToArray());
    }

    [Fact]
    public void Before_the_first_step_there_is_no_model_to_return()
    {
        var options = Returning(iterations: 5);
        options.CancellationToken = new CancellationToken(canceled: true);
        var error = Assert.ThrowsAny<OperationCanceledException>(() => _ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(_ml)));
        Assert.Contains("after step 0 of 5", error.Message);
    }

    private static AssSegmentationOptions Returning(int iterations)
    {
        var options = TwoDomains.Options(iterations: iterations);
        (options.Run.ReturnModelWhenCanceled, options.Run.ProgressInterval, options.DataCheck) = (true, 1, DataCheckMode.Skip);
        return options;
    }
}
