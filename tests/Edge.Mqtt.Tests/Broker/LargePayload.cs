using System.Security.Cryptography;

namespace Edge.Mqtt.Tests.Broker;

/// <summary>A payload that is computed where it is read, and so never lies in memory.</summary>
internal sealed class LargePayload(int length) : IPayloadSource
{
    public int Length => length;

    public string Hash
    {
        get
        {
            byte[] bytes = new byte[length];
            Read(0, bytes, 0, length);
            return Convert.ToHexString(SHA256.HashData(bytes));
        }
    }

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        int taken = Math.Min(count, length - position);
        for (int i = 0; i < taken; i++)
        {
            uint mixed = (uint)(position + i) * 2_654_435_761;
            buffer[offset + i] = (byte)(mixed >> 24);
        }

        return taken;
    }
}

/// <summary>Takes a payload in parts and keeps its hash and what went wrong before.</summary>
internal sealed class HashingReceiver : IPayloadReceiver, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> _hashes = [];
    private int _begun;
    private int _aborted;
    private int _largestPart;

    public string[] Hashes
    {
        get
        {
            lock (_hashes)
            {
                return [.. _hashes];
            }
        }
    }

    public int Begun => Volatile.Read(ref _begun);

    public int Aborted => Volatile.Read(ref _aborted);

    public int LargestPart => Volatile.Read(ref _largestPart);

    public bool OnPayloadBegin(PublishPacket publish)
    {
        Interlocked.Increment(ref _begun);
        // Whatever an earlier, aborted try has left.
        _hash.GetHashAndReset();
        return true;
    }

    public void OnPayloadPart(byte[] buffer, int offset, int count)
    {
        _largestPart = Math.Max(_largestPart, count);
        _hash.AppendData(buffer, offset, count);
    }

    public bool OnPayloadEnd(PublishPacket publish)
    {
        lock (_hashes)
        {
            _hashes.Add(Convert.ToHexString(_hash.GetHashAndReset()));
        }

        return true;
    }

    public void OnPayloadAborted() => Interlocked.Increment(ref _aborted);

    public void Dispose() => _hash.Dispose();
}
