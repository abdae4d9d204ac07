using Edge.Testing;

namespace Edge.Simulation.Tests;

public class WholeRunTests
{
    private static readonly byte[] Frames = Traffic.Frames(2);
    private static readonly byte[] Buffer = new byte[200];

    private static readonly LineSettings Stormy = new()
    {
        BitErrorRate = 1e-3,
        BurstRate = 1e-3,
        InsertRate = 1e-3,
        DropRate = 1e-3,
        DuplicateRate = 0.05,
        DuplicateDelayMs = 60,
        DelayMs = 4,
        JitterMs = 7,
        TurnaroundMs = 3,
        EchoesBack = true,
        WakeBytes = 16,
    };

    [Fact]
    public void The_seed_names_the_run_however_often_anyone_looks()
    {
        foreach (Func<ulong, int, byte[]> run in new Func<ulong, int, byte[]>[] { RunLine, RunBus })
        {
            byte[] one = run(7, 1);
            Assert.Equal(one, run(7, 1));
            Assert.Equal(one, run(7, 5));
            Assert.Equal(one, run(7, 35));
            Assert.NotEqual(one, run(8, 1));
        }
    }

    [Fact]
    public void A_line_and_a_bus_in_all_weathers_allocate_nothing()
    {
        VirtualClock clock = new();
        SimulatedLine line = new(() => clock.Now, 3, Stormy);
        SimulatedBus bus = new(() => clock.Now, 3, 4, Stormy);
        foreach (SimulatedLineEnd[] ends in new SimulatedLineEnd[][] { [line.First, line.Second], [.. bus.Ends] })
        {
            Array.ForEach(ends, end => end.Open(clock.Now));
            Use(clock, ends);
            Assert.Equal(0, Allocation.Least(() => Use(clock, ends)));
            Assert.True(ends[1].Noise.FramesRepeated > 0, "no frame was repeated");
            Assert.True(ends[1].Noise.BytesFlipped > 0, "no byte was flipped");
        }

        Assert.True(bus.Collisions > 0, "no bytes collided");
    }

    private static byte[] RunLine(ulong seed, int stepMs)
    {
        VirtualClock clock = new();
        SimulatedLine line = new(() => clock.Now, seed, Stormy);
        return Run(clock, [line.First, line.Second], stepMs);
    }

    private static byte[] RunBus(ulong seed, int stepMs)
    {
        VirtualClock clock = new();
        return Run(clock, [.. new SimulatedBus(() => clock.Now, seed, 3, Stormy).Ends], stepMs);
    }

    // Everything that the ends hear, one after the other; they send every 35 ms, now and then two of them at once.
    private static byte[] Run(VirtualClock clock, SimulatedLineEnd[] ends, int stepMs)
    {
        List<byte>[] heard = new List<byte>[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i].Open(0);
            heard[i] = [];
        }

        byte[] frames = Traffic.Frames(1000);
        for (int turn = 0; turn < 500; turn++)
        {
            ends[turn % ends.Length].Write(frames, turn * 42, 42);
            ends[turn / 5 % ends.Length].Write(frames, turn * 42, 42);
            for (int passedMs = 0; passedMs < 35; passedMs += stepMs)
            {
                clock.Advance(stepMs);
                for (int i = 0; i < ends.Length; i++)
                {
                    ends[i].Poll(clock.Now);
                    heard[i].AddRange(Traffic.ReadAll(ends[i]));
                }
            }
        }

        return [.. heard.SelectMany(bytes => bytes)];
    }

    private static void Use(VirtualClock clock, SimulatedLineEnd[] ends)
    {
        for (int turn = 0; turn < 2000; turn++)
        {
            ends[turn % ends.Length].Write(Frames, 0, Frames.Length);
            ends[turn / 5 % ends.Length].Write(Frames, 0, Frames.Length);
            clock.Advance(10);
            foreach (SimulatedLineEnd end in ends)
            {
                end.Poll(clock.Now);
                end.Read(Buffer, 0, Buffer.Length);
            }
        }
    }
}
