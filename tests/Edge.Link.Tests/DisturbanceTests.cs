using Edge.Simulation;

namespace Edge.Link.Tests;

/// <summary>What single disturbances of a line cost: the frames they touch, and a neighbour where a delimiter was
/// hit.</summary>
public class DisturbanceTests
{
    private const int Messages = 1000;
    private const int OfEachKind = 20;
    private const int PayloadBytes = 30;

    [Theory]
    [InlineData(FrameCheck.Fcs32)]
    [InlineData(FrameCheck.Fcs16)]
    public void Of_messages_sent_once_no_more_are_lost_than_were_touched_and_a_neighbour_each(FrameCheck check)
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            LinkWorld world = NewWorld(seed, check);
            world.RunUntilUp();
            long touchedBefore = world.Line.Second.Noise.FramesTouched;
            Plan(world, seed);
            HashSet<int> received = Send(world, isReliable: false);
            long touched = world.Line.Second.Noise.FramesTouched - touchedBefore;
            Assert.InRange(touched, 40, 2 * 3 * OfEachKind);
            Assert.InRange(Messages - received.Count, 0, touched);
            Assert.InRange(Messages - received.Count, 30, 2 * 3 * OfEachKind);
        }
    }

    [Fact]
    public void Of_reliable_messages_none_is_lost()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            LinkWorld world = NewWorld(seed, FrameCheck.Fcs32);
            world.RunUntilUp();
            Plan(world, seed);
            Assert.Equal(Messages, Send(world, isReliable: true).Count);
            Assert.InRange(world.Primary.Counters.FramesResent, 30, 200);
        }
    }

    private static LinkWorld NewWorld(ulong seed, FrameCheck check) =>
        new(seed, new LineSettings { BitRate = 115_200 }, configure: options => options.Check = check);

    private static void Plan(LinkWorld world, ulong seed)
    {
        SeededRandom random = new(seed);
        LineNoise noise = world.Line.Second.Noise;
        long start = noise.BytesPassed;
        // The frames take more bytes than this, so that every place is one of theirs.
        const int range = Messages * PayloadBytes;
        for (int i = 0; i < OfEachKind; i++)
        {
            noise.InsertAt(start + random.Next(range), (byte)random.Next(256));
            noise.FlipAt(start + random.Next(range), 1 + random.Next(8));
            noise.DropAt(start + random.Next(range));
        }
    }

    // Sends messages that say their number and checks that what comes is whole and comes once.
    private static HashSet<int> Send(LinkWorld world, bool isReliable)
    {
        HashSet<int> received = [];
        byte[] message = new byte[PayloadBytes];
        int sent = 0;
        world.Run(60_000, () =>
        {
            while (sent < Messages)
            {
                Fill(message, sent);
                if (!world.Primary.Send(message, 0, PayloadBytes, isReliable))
                {
                    break;
                }

                sent++;
            }

            while (LinkWorld.Receive(world.Secondary) is byte[] came)
            {
                int number = came[0] | (came[1] << 8);
                byte[] expected = new byte[PayloadBytes];
                Fill(expected, number);
                Assert.Equal(expected, came);
                Assert.True(received.Add(number), "it came twice");
            }

            return false;
        });
        Assert.Equal(Messages, sent);
        return received;
    }

    private static void Fill(byte[] message, int number)
    {
        message[0] = (byte)number;
        message[1] = (byte)(number >> 8);
        for (int i = 2; i < message.Length; i++)
        {
            message[i] = (byte)((number * i) & 0x83);
        }
    }
}
