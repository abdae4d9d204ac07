namespace Edge.Bridge.Links;

/// <summary>Names of serial ports.</summary>
internal static class PortPath
{
    /// <summary>True when both lead to the same port, as a name of /dev/serial/by-id and its /dev/ttyUSB0 do.</summary>
    public static bool AreSame(string one, string other) => OperatingSystem.IsWindows()
        ? string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
        : Real(one) == Real(other);

    private static string Real(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (IOException)
        {
            // It is unplugged: its name is all there is.
            return Path.GetFullPath(path);
        }
    }
}
