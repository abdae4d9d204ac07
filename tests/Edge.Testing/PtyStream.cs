using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Testing;

/// <summary>The device's end of a <see cref="PtyPair"/> as a byte stream.</summary>
/// <remarks>Unplugging closes it; Open succeeds at once while the pair is plugged in and otherwise stays closed.</remarks>
public sealed unsafe class PtyStream : IByteStream, IDisposable
{
    private readonly PtyPair _pair;
    private readonly SafeFileHandle _wake;
    private SafeFileHandle? _master;
    private bool _isRoomWanted;

    /// <param name="pair">Stays the caller's.</param>
    public PtyStream(PtyPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        _pair = pair;
        int flags = Posix.NonBlocking | Posix.CloseOnExec;
        _wake = new SafeFileHandle(Posix.Check(Posix.EventDescriptor(0, flags), "eventfd"), ownsHandle: true);
        pair.Changed += Wake;
    }

    /// <inheritdoc/>
    public StreamState State => _master is { IsClosed: false } ? StreamState.Open : StreamState.Closed;

    /// <summary>Always 0: what the terminal has no room for is not taken.</summary>
    public int UnsentBytes => 0;

    /// <inheritdoc/>
    public void Open(long now)
    {
        if (State == StreamState.Closed)
        {
            _master = _pair.Master;
        }
    }

    /// <inheritdoc/>
    public int Poll(long now) => Deadline.Idle;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count) => Move(buffer, offset, count, isRead: true);

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        int taken = Move(buffer, offset, count, isRead: false);
        _isRoomWanted = taken < count;
        return taken;
    }

    /// <inheritdoc/>
    public void Wait(int milliseconds)
    {
        Posix.PollEntry* entries = stackalloc Posix.PollEntry[2];
        entries[0].Descriptor = (int)_wake.DangerousGetHandle();
        entries[0].Wanted = Posix.PollIn;
        SafeFileHandle? master = _master;
        bool isHeld = false;
        try
        {
            // Held, so that the number cannot become another file's while poll looks at it; unplugging wakes.
            if (State == StreamState.Open)
            {
                master!.DangerousAddRef(ref isHeld);
                entries[1].Descriptor = (int)master.DangerousGetHandle();
                entries[1].Wanted = _isRoomWanted ? (short)(Posix.PollIn | Posix.PollOut) : Posix.PollIn;
            }

            _ = Posix.Poll(entries, isHeld ? 2u : 1u, milliseconds == Deadline.Idle ? -1 : milliseconds);
        }
        catch (ObjectDisposedException)
        {
            // Unplugged just now, which is an event too.
        }
        finally
        {
            if (isHeld)
            {
                master!.DangerousRelease();
            }
        }

        ulong count;
        _ = Posix.Read(_wake, (byte*)&count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;
        _ = Posix.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Lets go of the device's end; the pair stays plugged in.</summary>
    public void Close()
    {
        _master = null;
        _isRoomWanted = false;
    }

    /// <summary>Closes for good.</summary>
    public void Dispose()
    {
        _pair.Changed -= Wake;
        Close();
        _wake.Dispose();
    }

    private int Move(byte[] buffer, int offset, int count, bool isRead)
    {
        if (State == StreamState.Closed || count == 0)
        {
            return 0;
        }

        nint moved;
        int error;
        try
        {
            fixed (byte* bytes = &buffer.AsSpan(offset, count)[0])
            {
                moved = isRead ? Posix.Read(_master!, bytes, count) : Posix.Write(_master!, bytes, count);
                error = Marshal.GetLastPInvokeError();
            }
        }
        catch (ObjectDisposedException)
        {
            // Unplugged between the question and the call.
            return 0;
        }

        if (moved == 0 || (moved < 0 && error is not (Posix.AgainError or Posix.InterruptedError)))
        {
            Close();
        }

        return moved > 0 ? (int)moved : 0;
    }
}
