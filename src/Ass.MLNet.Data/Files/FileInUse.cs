namespace Ass.MLNet.Files;

/// <summary>Tells a file that another process, or another part of this one, has open from all else that can be wrong with it.</summary>
internal static class FileInUse
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int LinuxWouldBlock = 11;
    private const int BsdWouldBlock = 35;

    /// <summary>Whether <paramref name="error"/>, of opening a file, means that somebody has it open.</summary>
    public static bool IsReasonOf(IOException error) =>
        OperatingSystem.IsWindows()
            ? error.HResult is WindowsSharingViolation or WindowsLockViolation
            : error.HResult == (OperatingSystem.IsLinux() ? LinuxWouldBlock : BsdWouldBlock);
}
