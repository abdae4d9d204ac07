using Microsoft.Win32.SafeHandles;

namespace Edge.Testing;

/// <summary>A serial cable made of a pseudo-terminal, which can be pulled out and plugged in again.</summary>
/// <remarks>Its port is a symbolic link in a directory of its own, as /dev/serial/by-id is: the link keeps its name and
/// points to another terminal after each <see cref="Plug"/>. <see cref="PtyStream"/> is the device's end. Any thread.</remarks>
public sealed class PtyPair : IDisposable
{
    /// <summary>Why a test is skipped where there is none.</summary>
    public const string SkipReason = "needs Linux: pseudo-terminals and signals";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edge-pty-");
    private readonly object _gate = new();
    private SafeFileHandle? _slave;

    /// <summary>A pair that is plugged in.</summary>
    public PtyPair()
    {
        PortPath = Path.Combine(_directory.FullName, "usb-Edge_Test_Port-if00");
        Plug();
    }

    /// <summary>True on Linux, as for the other calls to its C library.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>The port to open: exists while plugged in.</summary>
    public string PortPath { get; }

    /// <summary>The device's end; null while unplugged.</summary>
    internal SafeFileHandle? Master { get; private set; }

    /// <summary>Called after each plugging and unplugging, on the thread that did it.</summary>
    internal event Action? Changed;

    /// <summary>Makes a new terminal and points the port's path to it. Does nothing while plugged in.</summary>
    /// <exception cref="IOException">The system has no pseudo-terminal left.</exception>
    public void Plug()
    {
        lock (_gate)
        {
            if (Master != null)
            {
                return;
            }

            int flags = Posix.ReadWrite | Posix.NoControllingTerminal | Posix.NonBlocking | Posix.CloseOnExec;
            SafeFileHandle master = new(Posix.Check(Posix.OpenMaster(flags), "posix_openpt"), ownsHandle: true);
            Posix.Check(Posix.Grant(master), "grantpt");
            Posix.Check(Posix.Unlock(master), "unlockpt");
            string slavePath = Posix.SlavePath(master);
            // Kept open: a master whose slave nobody holds reports a hang-up, and a wire does not.
            _slave = new SafeFileHandle(Posix.Check(Posix.Open(slavePath, flags), "open"), ownsHandle: true);
            Posix.MakeRaw(_slave);
            Master = master;
            File.CreateSymbolicLink(PortPath, slavePath);
        }

        Changed?.Invoke();
    }

    /// <summary>Pulls the cable: the path is gone and whoever has the port open sees a hang-up. What was under way is
    /// lost. Does nothing while unplugged.</summary>
    public void Unplug()
    {
        lock (_gate)
        {
            if (Master == null)
            {
                return;
            }

            File.Delete(PortPath);
            Master.Dispose();
            Master = null;
            _slave!.Dispose();
        }

        Changed?.Invoke();
    }

    /// <summary>Unplugs and removes the directory.</summary>
    public void Dispose()
    {
        Unplug();
        _directory.Delete(recursive: true);
    }
}
