using Edge.Simulation;

namespace Edge.Link.Tests;

/// <summary>What the check sequences let through.</summary>
public class UndetectedErrorTests
{
    private const uint BootIds = 0x12345678;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_flipped_bit_or_one_byte_more_or_less_never_passes_the_longer_check(bool isReduced)
    {
        // Payloads full of zeros, as sensors send them: there a hit code byte moves what follows.
        Disturbed disturbed = new(FrameCheck.Fcs32, isReduced, 1);
        disturbed.Run(40_000);
        Assert.True(disturbed.Tried > 8_000_000, $"{disturbed.Tried}");
        Assert.Equal(0, disturbed.Passed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_shorter_check_lets_one_damaged_frame_in_65536_through_at_most(bool isReduced)
    {
        Disturbed disturbed = new(FrameCheck.Fcs16, isReduced, 1);
        disturbed.Run(20_000);
        Assert.True(disturbed.Tried > 4_000_000, $"{disturbed.Tried}");
        Assert.InRange(disturbed.Passed, 0, disturbed.Tried / 65_536);
    }

    [Theory]
    [InlineData(FrameCheck.Fcs32, 0, 0)]
    [InlineData(FrameCheck.Fcs16, 100, 210)]
    public void Of_ten_million_frames_of_garbage_so_many_pass(FrameCheck check, int least, int most)
    {
        Fcs fcs = new(check);
        FrameDecoder decoder = new(fcs, true, 0, 1, new byte[256], new LinkCounters());
        decoder.SetSeed(0, fcs.Update(fcs.Initial, BootIds));
        SeededRandom random = new(20261125);
        byte[] line = new byte[40];
        int passed = 0;
        for (int run = 0; run < 10_000_000; run++)
        {
            int length = 10 + random.Next(20);
            for (int at = 0; at < length; at += 8)
            {
                BitConverter.TryWriteBytes(line.AsSpan(at), random.NextUInt64() | 0x0101010101010101);
            }

            // One block, and the address of the station: everything but the check is right.
            line[0] = (byte)length;
            line[length] = 0;
            line[1] = 1;
            Encode(line, length);
            decoder.Decode(line, 0, length + 1);
            passed += decoder.IsFrameReady ? 1 : 0;
        }

        Assert.InRange(passed, least, most);
    }

    // The first body byte, the address, is 0: a block of its own.
    private static void Encode(byte[] line, int length)
    {
        line[0] = 1;
        line[1] = (byte)(length - 1);
        line[2] = (byte)((line[2] & 0x1F) | ((int)FrameType.Reliable << 5));
    }

    private sealed class Disturbed(FrameCheck check, bool isReduced, ulong seed)
    {
        private readonly Fcs _fcs = new(check);
        private readonly SeededRandom _random = new(seed);
        private readonly byte[] _frame = new byte[100];
        private readonly byte[] _line = new byte[100];
        private readonly byte[] _payload = new byte[64];
        private FrameDecoder _decoder = null!;
        private int _count;
        private int _sequence;

        public long Tried { get; private set; }

        public long Passed { get; private set; }

        public void Run(int frames)
        {
            uint register = _fcs.Update(_fcs.Initial, BootIds);
            FrameEncoder encoder = new(_fcs, false, 0) { Seed = register, IsReduced = isReduced };
            _decoder = new FrameDecoder(_fcs, true, 0, 1, new byte[256], new LinkCounters());
            _decoder.SetSeed(0, register);
            for (int i = 0; i < frames; i++)
            {
                Fill();
                int end = encoder.Encode(
                    _frame, 0, FrameType.Reliable, _random.Next(32), _sequence, 0, _payload, 0, _count);
                for (int at = 0; at < end - 1; at++)
                {
                    Disturb(at, end);
                }
            }
        }

        private void Fill()
        {
            _sequence = _random.Next(256);
            _count = 1 + _random.Next(40);
            Array.Clear(_payload);
            for (int left = _random.Next(4) == 0 ? _random.Next(_count) : _random.Next(4); left > 0; left--)
            {
                _payload[_random.Next(_count)] = (byte)_random.Next(256);
            }
        }

        private void Disturb(int at, int end)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                Array.Copy(_frame, _line, end);
                _line[at] ^= (byte)(1 << bit);
                Try(end);
            }

            Array.Copy(_frame, _line, at);
            Array.Copy(_frame, at + 1, _line, at, end - at - 1);
            Try(end - 1);
            Array.Copy(_frame, at, _line, at + 1, end - at);
            _line[at] = (byte)_random.Next(256);
            Try(end + 1);
        }

        private void Try(int end)
        {
            Tried++;
            for (int at = 0; at < end;)
            {
                at += _decoder.Decode(_line, at, end - at);
                bool isSame = _decoder.IsFrameReady && _decoder.Sequence == _sequence && _decoder.PayloadCount == _count
                    && _decoder.Body.AsSpan(Frame.PayloadOffset, _count).SequenceEqual(_payload.AsSpan(0, _count));
                Passed += _decoder.IsFrameReady && !isSame ? 1 : 0;
            }
        }
    }
}
