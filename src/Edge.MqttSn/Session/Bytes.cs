using System;

namespace Edge.MqttSn;

/// <summary>Comparing bytes.</summary>
internal static class Bytes
{
    private const int Word = 8;

    // From the end, where names of one tree differ; eight at a time, because the device interprets each step.
    internal static bool AreSame(byte[] one, int oneOffset, byte[] other, int otherOffset, int count)
    {
        int left = count;
        while (left >= Word)
        {
            left -= Word;
            if (BitConverter.ToUInt64(one, oneOffset + left) != BitConverter.ToUInt64(other, otherOffset + left))
            {
                return false;
            }
        }

        while (--left >= 0)
        {
            if (one[oneOffset + left] != other[otherOffset + left])
            {
                return false;
            }
        }

        return true;
    }
}
