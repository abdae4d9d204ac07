namespace Edge.Simulation.Tests;

/// <summary>Bytes that a test sends and reads.</summary>
internal static class Traffic
{
    internal static byte[] ReadAll(IByteStream stream)
    {
        byte[] buffer = new byte[64];
        List<byte> bytes = [];
        for (int count = stream.Read(buffer, 0, 64); count > 0; count = stream.Read(buffer, 0, 64))
        {
            bytes.AddRange(buffer.AsSpan(0, count));
        }

        return [.. bytes];
    }

    /// <summary>Sends all and waits until the line is silent.</summary>
    /// <returns>What the receiver has read.</returns>
    internal static byte[] Send(VirtualClock clock, IByteStream sender, IByteStream receiver, byte[] bytes)
    {
        List<byte> read = [];
        int sent = 0;
        while (true)
        {
            sent += sender.Write(bytes, sent, bytes.Length - sent);
            int waitMs = Math.Min(receiver.Poll(clock.Now), sender.Poll(clock.Now));
            if (waitMs == Deadline.Idle)
            {
                return [.. read];
            }

            clock.Advance(waitMs);
            read.AddRange(ReadAll(receiver));
        }
    }

    internal static byte[] Repeated(byte value, int count)
    {
        byte[] bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }

    /// <summary>Numbered frames of 20 bytes, none of them 0x00, and a 0x00 after each.</summary>
    internal static byte[] Frames(int count)
    {
        byte[] bytes = new byte[count * 21];
        for (int i = 0; i < bytes.Length; i++)
        {
            int number = i / 21;
            bytes[i] = (i % 21) switch
            {
                0 => (byte)(1 + (number / 200)),
                1 => (byte)(1 + (number % 200)),
                20 => 0,
                _ => 7,
            };
        }

        return bytes;
    }

    /// <summary>The numbers of the frames that are as they were sent, as they come.</summary>
    internal static List<int> Numbers(byte[] received)
    {
        List<int> numbers = [];
        int start = 0;
        for (int i = 0; i < received.Length; i++)
        {
            if (received[i] == 0)
            {
                ReadOnlySpan<byte> frame = received.AsSpan(start, i - start);
                if (frame.Length == 20 && !frame[2..].ContainsAnyExcept((byte)7))
                {
                    numbers.Add(((frame[0] - 1) * 200) + frame[1] - 1);
                }

                start = i + 1;
            }
        }

        return numbers;
    }
}
