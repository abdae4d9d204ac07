namespace Edge.Simulation.Tests;

public class LineTimingTests
{
    private readonly VirtualClock _clock = new();

    // 10,000 bit/s: a byte takes a millisecond.
    private readonly LineSettings _settings = new() { BitRate = 10_000 };

    [Fact]
    public void A_reader_is_polled_when_enough_bytes_have_come_or_the_last_of_them()
    {
        foreach ((SimulatedLineEnd sender, SimulatedLineEnd receiver) in LineAndBus(_settings with { WakeBytes = 10 }))
        {
            sender.Write(new byte[25], 0, 25);
            Assert.Equal(10, receiver.Poll(_clock.Now));
            _clock.Advance(3);
            Assert.Equal(10, receiver.Poll(_clock.Now));
            _clock.Advance(17);
            Assert.Equal(20, Traffic.ReadAll(receiver).Length);
            Assert.Equal(5, receiver.Poll(_clock.Now));
            _clock.Advance(4);
            Assert.Equal(4, Traffic.ReadAll(receiver).Length);
            Assert.Equal(1, receiver.Poll(_clock.Now));
            _clock.Advance(1);
            Assert.Single(Traffic.ReadAll(receiver));
            Assert.Equal(Deadline.Idle, receiver.Poll(_clock.Now));
        }
    }

    [Fact]
    public void Bytes_on_the_wire_and_in_the_buffer_count_alike_for_that()
    {
        foreach ((SimulatedLineEnd sender, SimulatedLineEnd receiver) in
            LineAndBus(_settings with { WakeBytes = 10, DelayMs = 5 }))
        {
            sender.Write(new byte[25], 0, 25);
            Assert.Equal(15, receiver.Poll(_clock.Now));
            _clock.Advance(3);
            Assert.Equal(12, receiver.Poll(_clock.Now));
            _clock.Advance(27);
            Assert.Equal(25, Traffic.ReadAll(receiver).Length);
            Assert.Equal(Deadline.Idle, receiver.Poll(_clock.Now));
        }
    }

    [Fact]
    public void A_write_is_late_by_up_to_the_jitter_and_the_poll_knows_by_how_much()
    {
        foreach ((SimulatedLineEnd sender, SimulatedLineEnd receiver) in LineAndBus(_settings with { JitterMs = 20 }))
        {
            HashSet<int> waits = [];
            for (int i = 0; i < 200; i++)
            {
                sender.Write([1], 0, 1);
                int waitMs = receiver.Poll(_clock.Now);
                waits.Add(waitMs);
                _clock.Advance(waitMs - 1);
                Assert.Empty(Traffic.ReadAll(receiver));
                _clock.Advance(1);
                Assert.Single(Traffic.ReadAll(receiver));
            }

            Assert.Equal(2, waits.Min());
            Assert.Equal(21, waits.Max());
            Assert.Equal(20, waits.Count);
        }
    }

    [Fact]
    public void Jitter_keeps_the_order()
    {
        foreach ((SimulatedLineEnd sender, SimulatedLineEnd receiver) in LineAndBus(_settings with { JitterMs = 20 }))
        {
            List<byte> received = [];
            for (int i = 0; i < 250; i++)
            {
                sender.Write([(byte)i], 0, i < 200 ? 1 : 0);
                _clock.Advance(1);
                received.AddRange(Traffic.ReadAll(receiver));
            }

            Assert.Equal([.. Enumerable.Range(0, 200).Select(i => (byte)i)], received);
        }
    }

    [Fact]
    public void The_arrival_of_the_last_byte_is_exact_however_late_those_before_it_are()
    {
        LineSettings settings = _settings with { JitterMs = 20, WakeBytes = 1000 };
        foreach ((SimulatedLineEnd sender, SimulatedLineEnd receiver) in LineAndBus(settings))
        {
            for (int i = 0; i < 100; i++)
            {
                for (int b = 0; b < 5; b++)
                {
                    sender.Write([1], 0, 1);
                }

                int waitMs = receiver.Poll(_clock.Now);
                _clock.Advance(waitMs - 1);
                int early = Traffic.ReadAll(receiver).Length;
                Assert.InRange(early, 0, 4);
                _clock.Advance(1);
                Assert.Equal(5, early + Traffic.ReadAll(receiver).Length);
            }
        }
    }

    [Fact]
    public void A_frame_is_repeated_whole_between_two_frames_and_after_later_ones()
    {
        LineSettings settings = _settings with { BitRate = 100_000, DuplicateRate = 0.05, DuplicateDelayMs = 40 };
        foreach ((SimulatedLineEnd sender, SimulatedLineEnd receiver) in LineAndBus(settings))
        {
            byte[] received = Traffic.Send(_clock, sender, receiver, Traffic.Frames(2000));
            List<int> numbers = Traffic.Numbers(received);
            Assert.Equal(received.Length, numbers.Count * 21);
            Assert.Equal(numbers.Count - 2000, receiver.Noise.FramesRepeated);
            // 100 are expected; the standard deviation is 10.
            Assert.InRange(receiver.Noise.FramesRepeated, 60, 140);
            HashSet<int> seen = [];
            int last = -1;
            int afterLater = 0;
            foreach (int number in numbers)
            {
                if (seen.Add(number))
                {
                    Assert.Equal(last + 1, number);
                    last = number;
                }
                else
                {
                    // A frame takes 2.1 ms.
                    Assert.InRange(last - number, 0, 21);
                    afterLater += number < last ? 1 : 0;
                }
            }

            Assert.True(afterLater > 30, $"{afterLater} came after later ones");
            Assert.Equal(0, receiver.Noise.FramesTouched);
        }
    }

    [Fact]
    public void A_repeated_frame_needs_no_other_to_come()
    {
        LineSettings settings = _settings with { DuplicateRate = 0.999_999, DuplicateDelayMs = 100 };
        foreach ((SimulatedLineEnd sender, SimulatedLineEnd receiver) in LineAndBus(settings))
        {
            sender.Write([1, 2, 0], 0, 3);
            _clock.Advance(3);
            Assert.Equal([1, 2, 0], Traffic.ReadAll(receiver));
            int waitMs = receiver.Poll(_clock.Now);
            Assert.InRange(waitMs, 1, 100);
            _clock.Advance(waitMs - 1);
            Assert.Empty(Traffic.ReadAll(receiver));
            _clock.Advance(1);
            Assert.Equal([1, 2, 0], Traffic.ReadAll(receiver));
            Assert.Equal(Deadline.Idle, receiver.Poll(_clock.Now));
        }
    }

    private List<(SimulatedLineEnd Sender, SimulatedLineEnd Receiver)> LineAndBus(LineSettings settings)
    {
        SimulatedLine line = new(() => _clock.Now, 1, settings);
        SimulatedBus bus = new(() => _clock.Now, 1, 3, settings);
        foreach (SimulatedLineEnd end in new[] { line.First, line.Second, bus.Ends[1], bus.Ends[2] })
        {
            end.Open(_clock.Now);
        }

        return [(line.First, line.Second), (bus.Ends[1], bus.Ends[2])];
    }
}
