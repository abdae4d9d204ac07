namespace Edge.Mqtt.Tests;

/// <summary>A payload of letters that comes as fast as the test allows, and may fail.</summary>
internal sealed class ScriptedSource(int length) : IPayloadSource
{
    public int Length { get; } = length;

    /// <summary>Bytes that may still be had before it pauses.</summary>
    public int Available { get; set; } = int.MaxValue;

    public bool IsBroken { get; set; }

    public string Text => string.Concat(Enumerable.Range(0, Length).Select(i => (char)('a' + i % 26)));

    public int Read(int position, byte[] buffer, int offset, int count)
    {
        if (IsBroken)
        {
            return -1;
        }

        count = Math.Min(Math.Min(count, Available), Length - position);
        Available -= Available == int.MaxValue ? 0 : count;
        for (int i = 0; i < count; i++)
        {
            buffer[offset + i] = (byte)('a' + (position + i) % 26);
        }

        return count;
    }
}
