using System;
using System.Net.Sockets;

namespace Edge.Transports;

/// <content>What opening, failing and waiting have to find out.</content>
public abstract partial class ClientStream
{
    [ColdPath]
    private int PollOpening(Connecting connecting, long now)
    {
        if (connecting.IsDone)
        {
            if (connecting.Failure != StreamFailure.None)
            {
                Fail(connecting.Failure, connecting.ErrorCode);
                return Deadline.Idle;
            }

            _connecting = null;
            _socket = connecting.Socket;
            _hasFoundNothing = true;
            Attach(connecting);
            State = StreamState.Open;
            return Deadline.Idle;
        }

        int remainingMs = Deadline.Remaining(_giveUpAt, now);
        if (remainingMs == 0)
        {
            Fail(StreamFailure.OpenTimedOut, 0);
            return Deadline.Idle;
        }

        return remainingMs;
    }

    [ColdPath]
    private void Fail(StreamFailure failure, int errorCode)
    {
        Close();
        Failure = failure;
        SocketErrorCode = errorCode;
    }

    private void BreakSending(int errorCode)
    {
        _isSendBroken = true;
        _sendErrorCode = errorCode;
    }

    private bool HasReady()
    {
        try
        {
            return _socket != null && ReadyBytes(_socket) > 0;
        }
        catch (Exception)
        {
            // The socket that broke tells nothing any more.
            return false;
        }
    }

    // A socket that is readable and has no bytes has its end to tell.
    private static bool IsEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    // The driver's own wait, of one slice; it is watched for one thing at a time.
    private bool HasCome(Socket socket, int sliceMs)
    {
        try
        {
            int sliceMicroseconds = sliceMs * 1000;
            if (_isWriteBlocked)
            {
                return (_hasFoundNothing && IsReadable(socket))
                    || socket.Poll(sliceMicroseconds, SelectMode.SelectWrite);
            }

            if (!socket.Poll(sliceMicroseconds, SelectMode.SelectRead))
            {
                return false;
            }

            if (!IsReadable(socket))
            {
                // Part of a TLS record: the rest comes or does not, and the driver would end its wait at once each time.
                return _wake.WaitOne(sliceMs, false);
            }

            return true;
        }
        catch (Exception)
        {
            // The next read or write meets the same failure and reports it.
            return true;
        }
    }

    private bool IsReadable(Socket socket)
    {
        if (ReadyBytes(socket) > 0 || IsEnded(socket))
        {
            // Whoever leaves it unread is not woken for it again.
            _hasFoundNothing = false;
            return true;
        }

        return false;
    }
}
