namespace Ass.MLNet.Files;

/// <summary>Distinguishes a file that another process, or another part of this one, has open from other errors.</summary>
internal static class FileInUse
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);
    private const int LinuxWouldBlock = 11;
    private const int BsdWouldBlock = 35;

    /// <summary>Whether <paramref name="error"/>, raised when opening a file, means that the file is in use.</summary>
    public static bool IsReasonOf(IOException error) =>
        OperatingSystem.IsWindows()
            ? error.HResult is WindowsSharingViolation or WindowsLockViolation
            : error.HResult == (OperatingSystem.IsLinux() ? LinuxWouldBlock : BsdWouldBlock);
}
