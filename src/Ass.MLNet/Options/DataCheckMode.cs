namespace Ass.MLNet;

/// <summary>How <c>Fit</c> handles invalid labels: classes without pixels, values without a class, and labels that cannot be read or differ
/// in size from their images. The check runs before the first step, on a sample if there are many labels.</summary>
public enum DataCheckMode
{
    /// <summary>Throws an error that lists all findings before the first step; doubtful findings are logged as warnings. The
    /// default.</summary>
    Stop,

    /// <summary>Logs warnings only and starts training.</summary>
    Warn,

    /// <summary>Does not check labels before training.</summary>
    Skip,
}
