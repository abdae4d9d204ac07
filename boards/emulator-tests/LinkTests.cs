using Edge.Link;
using nanoFramework.TestFramework;

namespace Edge.Emulator.Tests;

/// <summary>Frames are those of docs/link-protocol.md.</summary>
[TestClass]
public class LinkTests
{
    private const uint PrimaryBootId = 0x11223344;
    private const uint SecondaryBootId = 0xA1B2C3D4;
    private const int Messages = 100;

    [TestMethod]
    public void Frames_are_written_byte_by_byte_as_the_protocol_says()
    {
        Frame32(FrameType.Ack, false, 0x2A, "", "01 07 20 2A B3 30 C7 E8 00");
        Frame32(FrameType.Reliable, true, 0xFF, "45 64 67 65", "0C 80 40 FF 45 64 67 65 CA 4C 41 F2 00");
        Frame32(FrameType.Reliable, false, 0, "00", "01 02 40 01 05 FF 5C 4A 7F 00");
    }

    [TestMethod]
    public void Frames_are_read_and_damaged_ones_are_not()
    {
        byte[] good = Hex.Bytes("0C 80 40 FF 45 64 67 65 CA 4C 41 F2 00");
        for (int bit = -1; bit < 8 * (good.Length - 1); bit++)
        {
            Fcs fcs = new Fcs(FrameCheck.Fcs32);
            LinkCounters counters = new LinkCounters();
            FrameDecoder decoder = new FrameDecoder(fcs, false, 0, 1, new byte[64], counters);
            decoder.SetSeed(0, Seed(fcs));
            byte[] bytes = Hex.Bytes("0C 80 40 FF 45 64 67 65 CA 4C 41 F2 00");
            if (bit >= 0)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            decoder.Decode(bytes, 0, bytes.Length);

            Assert.AreEqual(bit < 0, decoder.IsFrameReady, "with bit " + bit.ToString() + " turned");
        }
    }

    [TestMethod]
    public void Every_message_arrives_in_its_order_on_a_line_that_loses_and_damages()
    {
        NoisyLine line = new NoisyLine(seed: 1);
        LinkEndpoint board = new LinkEndpoint(line.First, Options(false));
        LinkEndpoint bridge = new LinkEndpoint(line.Second, Options(true));
        byte[] message = new byte[40];
        int sent = 0;
        int arrived = 0;
        for (long now = 0; now < 600_000 && arrived < Messages; now += 5)
        {
            board.Poll(now);
            bridge.Poll(now);
            message[0] = (byte)sent;
            if (sent < Messages && board.Send(message, 0, message.Length, true))
            {
                sent++;
            }

            while (bridge.Peek(out byte[] buffer, out int offset, out int count))
            {
                Assert.AreEqual(message.Length, count, "length");
                Assert.AreEqual(arrived, buffer[offset], "number");
                arrived++;
                bridge.Release();
            }
        }

        Assert.AreEqual(Messages, arrived, "arrived");
        Assert.IsTrue(board.Counters.FramesResent > 0, "the line was too good");
    }

    private static LinkOptions Options(bool isPrimary) => new LinkOptions
    {
        IsPrimary = isPrimary,
        BootId = isPrimary ? PrimaryBootId : SecondaryBootId,
        BitRate = 115200,
    };

    private static uint Seed(Fcs fcs) => fcs.Update(fcs.Update(fcs.Initial, PrimaryBootId), SecondaryBootId);

    private static void Frame32(FrameType type, bool isPrimary, int sequence, string payload, string expected)
    {
        Fcs fcs = new Fcs(FrameCheck.Fcs32);
        FrameEncoder encoder = new FrameEncoder(fcs, isPrimary, 0);
        encoder.Seed = Seed(fcs);
        byte[] bytes = Hex.Bytes(payload);
        byte[] buffer = new byte[64];

        int end = encoder.Encode(buffer, 0, type, 0, sequence, 0, bytes, 0, bytes.Length);

        Hex.AreEqual(expected, buffer, 0, end);
    }
}
