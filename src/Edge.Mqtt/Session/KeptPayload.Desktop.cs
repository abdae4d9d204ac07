using System;

namespace Edge.Mqtt;

/// <summary>A payload that is there as a whole, read in pieces.</summary>
internal sealed class KeptPayload : IPayloadSource
{
    private readonly byte[] _payload;

    internal KeptPayload(byte[] payload)
    {
        _payload = payload;
    }

    /// <inheritdoc/>
    public int Length => _payload.Length;

    /// <inheritdoc/>
    public int Read(int position, byte[] buffer, int offset, int count)
    {
        int left = _payload.Length - position;
        int length = count < left ? count : left;
        Array.Copy(_payload, position, buffer, offset, length);
        return length;
    }
}
