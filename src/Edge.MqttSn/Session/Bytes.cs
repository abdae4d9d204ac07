namespace Edge.MqttSn;

/// <summary>Comparing bytes.</summary>
internal static class Bytes
{
    // From the end, where names of one tree differ.
    internal static bool AreSame(byte[] one, int oneOffset, byte[] other, int otherOffset, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            if (one[oneOffset + i] != other[otherOffset + i])
            {
                return false;
            }
        }

        return true;
    }
}
