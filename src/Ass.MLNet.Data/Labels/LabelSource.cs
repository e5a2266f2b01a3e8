using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>A label that is not a file of its own: an entry of an archive, or shapes that are drawn when it is read.</summary>
/// <param name="place">The file that holds the label, and the label's place in it.</param>
internal abstract class LabelSource(string place)
{
    /// <summary>The file that holds the label, and the label's place in it.</summary>
    public string Place => place;

    /// <summary>Whether a label map of colours can read it.</summary>
    public virtual bool HasColors => false;

    /// <summary>The label's size; nothing is drawn.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public ImageSize Size() => Guard(FindSize);

    /// <summary>Reads or draws the values.</summary>
    /// <param name="channel">The channel that holds the values, for pictures.</param>
    /// <param name="map">Value → train id; <see langword="null"/>: the values are train ids.</param>
    /// <inheritdoc cref="Size"/>
    public RawLabel Read(LabelChannel channel, LabelMap? map) =>
        Guard(() =>
        {
            var label = Draw(channel, map is { IsOfColors: true });
            if (map is null)
            {
                label.CheckAreTrainIds();
            }

            return label;
        });

    /// <summary>Reads or draws the train ids, and shows the values to <see cref="LabelFile.Watcher"/>.</summary>
    /// <inheritdoc cref="Read"/>
    public LabelMask ReadTrainIds(LabelChannel channel, LabelMap? map)
    {
        var label = Read(channel, map);
        label.Place = place;
        LabelFile.Watcher?.Invoke(label, map);
        return label.ToTrainIds(map);
    }

    /// <summary>The label's size.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message is the end of a sentence.</exception>
    protected abstract ImageSize FindSize();

    /// <summary>Reads or draws the values.</summary>
    /// <param name="channel">The channel that holds the values, for pictures.</param>
    /// <param name="asColors">Whether colours are the values; only if <see cref="HasColors"/>.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message is the end of a sentence.</exception>
    protected abstract RawLabel Draw(LabelChannel channel, bool asColors);

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The label '{place}' cannot be read: {e.Message}.", e);
        }
    }
}
