using Edge.Simulation;

namespace Edge.Link.Tests;

public class AcknowledgementTests
{
    [Theory]
    [InlineData(1, "02")]
    [InlineData(6, "7E")]
    [InlineData(7, "FE")]
    [InlineData(8, "FE 01")]
    [InlineData(15, "FE FF")]
    [InlineData(16, "FE FF 01")]
    [InlineData(127, "FE FF*15")]
    public void The_bitmap_is_as_long_as_its_last_bit_needs(int last, string bitmap)
    {
        WirePeer peer = new(configure: options => options.Window = 32);
        peer.Hello(100);
        for (int sequence = 1; sequence <= last; sequence++)
        {
            peer.Send(FrameType.Reliable, sequence, [1]);
        }

        Assert.Equal(FrameType.Ack, peer.Heard[^1].Type);
        Assert.Equal(0, peer.Heard[^1].Sequence);
        Assert.Equal(Hex.Parse(bitmap), peer.Heard[^1].Payload);
        Assert.Equal(0, peer.Link.Counters.OutOfSequence + peer.Link.Counters.Duplicates);
    }

    [Fact]
    public void A_message_carries_it_only_when_there_is_no_bitmap_to_tell()
    {
        WirePeer peer = new();
        peer.Hello(100);
        // Remaining 15: an acknowledgement is not due yet.
        peer.Send(FrameType.Reliable, 0, [1], 15);
        Assert.NotNull(LinkWorld.Receive(peer.Link));
        peer.Heard.Clear();
        Assert.True(peer.Link.Send([7], 0, 1, true));
        peer.RunFor(10);
        peer.Send(FrameType.Reliable, 2, [3]);
        peer.Send(FrameType.Reliable, 3, [4], 15);
        Assert.True(peer.Link.Send([8], 0, 1, true));
        peer.RunFor(10);
        Assert.Equal(
            [FrameType.ReliableAck, FrameType.Ack, FrameType.Reliable], peer.Heard.Select(frame => frame.Type));
        Assert.Equal([1, 7], peer.Heard[0].Payload);
        Assert.Equal(1, peer.Heard[1].Sequence);
        Assert.Equal([2], peer.Heard[1].Payload);
        Assert.Equal([8], peer.Heard[2].Payload);
    }

    [Fact]
    public void Bits_beyond_what_was_sent_are_ignored()
    {
        WirePeer peer = new();
        peer.Hello(100);
        Assert.True(peer.Link.Send([1], 0, 1, true));
        Assert.True(peer.Link.Send([2, 2], 0, 2, true));
        peer.RunFor(10);
        peer.Send(FrameType.Ack, 0, Hex.Parse("FE FF*15"));
        Assert.Equal(1, peer.Link.UnsentBytes);
        Assert.Equal(2, peer.Link.Counters.BytesAcknowledged);
        Assert.True(peer.Link.Send([3, 3, 3], 0, 3, true));
        peer.RunFor(10);
        Assert.Equal(4, peer.Link.UnsentBytes);
        peer.Send(FrameType.Ack, 3, []);
        Assert.Equal(0, peer.Link.UnsentBytes);
        Assert.Equal(3, peer.Link.Counters.MessagesAcknowledged);
    }

    [Fact]
    public void Messages_are_counted_whole_and_tests_are_none()
    {
        WirePeer peer = new();
        peer.Hello(100);
        Give();
        peer.Send(FrameType.Ack, 5, []);
        Assert.Equal(0, peer.Link.UnsentBytes);
        Assert.Equal(2, peer.Link.Counters.MessagesSent);
        Assert.Equal(2, peer.Link.Counters.MessagesAcknowledged);
        Give();
        peer.Hello(101);
        Assert.Equal(2, peer.Link.Counters.MessagesDropped);
        Assert.Equal(2, peer.Link.Counters.MessagesAcknowledged);

        void Give()
        {
            // Three frames, one and one.
            int threeFrames = (2 * peer.Link.PayloadBytes) + 1;
            Assert.True(peer.Link.Send(new byte[threeFrames], 0, threeFrames, true));
            Assert.True(peer.Link.SendTest([1], 0, 1));
            Assert.True(peer.Link.Send([1], 0, 1, true));
            peer.RunFor(50);
        }
    }

    [Fact]
    public void What_waits_to_be_sent_cannot_be_acknowledged()
    {
        // The first message takes longer to leave than anything here.
        WirePeer peer = new(new LineSettings { TransmitBytesMax = 16, BitRate = 300 });
        peer.Hello(100);
        peer.RunFor(5000);
        Assert.True(peer.Link.Send(new byte[50], 0, 50, true));
        Assert.True(peer.Link.Send([2], 0, 1, true));
        peer.Send(FrameType.Ack, 2, []);
        peer.RunFor(1000);
        Assert.Equal(1, peer.Link.Counters.OutOfSequence);
        Assert.Equal(51, peer.Link.UnsentBytes);
        Assert.Equal(0, peer.Link.Counters.MessagesAcknowledged);
    }

    [Fact]
    public void One_that_comes_in_the_middle_of_a_turn_says_nothing_of_that_turn()
    {
        WirePeer peer = new(new LineSettings { TransmitBytesMax = 16, BitRate = 1200 }, options =>
        {
            options.IsHalfDuplex = true;
            options.BitRate = 1200;
            options.PollMs = 60_000;
        });
        peer.RunFor(300);
        peer.Hello(100);
        peer.RunFor(500);
        Assert.True(peer.Link.IsUp);
        peer.Heard.Clear();
        int payloadBytes = peer.Link.PayloadBytes;
        Assert.True(peer.Link.Send(new byte[3 * payloadBytes], 0, 3 * payloadBytes, true));
        peer.RunFor(100);
        peer.Send(FrameType.Ack, 0, []);
        while (peer.Heard.Count < 3)
        {
            peer.RunFor(1);
        }

        Assert.Equal([0, 1, 2], peer.Heard.Select(frame => frame.Sequence));
        Assert.Equal(0, peer.Link.Counters.FramesResent);
    }
}
