namespace Ass.MLNet;

/// <summary>Whether an option may change when a run is resumed.</summary>
public enum ChangeOnResume
{
    /// <summary>It may: the weights of the steps to come do not depend on it.</summary>
    Free,

    /// <summary>Only with <see cref="RunOptions.AllowChangesOnResume"/>.</summary>
    WithPermission,

    /// <summary>Never: the checkpoint's tensors would no longer fit or would change their meaning.</summary>
    Never,
}
