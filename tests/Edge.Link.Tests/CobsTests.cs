using System.Buffers.Binary;

namespace Edge.Link.Tests;

public class CobsTests
{
    private static readonly Fcs Fcs32 = new(FrameCheck.Fcs32);

    // The registers of the published CRCs, which send them inverted; we send them under another mask.
    [Theory]
    [InlineData(FrameCheck.Fcs32, 0xCBF43926u, 0xFFFFFFFFu, 4)]
    [InlineData(FrameCheck.Fcs16, 0x906Eu, 0xFFFFu, 2)]
    public void The_register_is_the_one_of_RFC_1662(FrameCheck check, uint published, uint ones, int bytes)
    {
        Fcs fcs = new(check);
        Assert.Equal(published, fcs.Update(fcs.Initial, "xx123456789x"u8.ToArray(), 2, 9) ^ ones);
        Assert.Equal(fcs.Update(fcs.Initial, [0x44, 0x33, 0x22, 0x11], 0, 4), fcs.Update(fcs.Initial, 0x11223344u));
        Assert.Equal(ones, fcs.Initial);
        Assert.Equal(bytes, fcs.Bytes);
    }

    [Theory]
    [InlineData(FrameCheck.Fcs32)]
    [InlineData(FrameCheck.Fcs16)]
    public void The_register_after_a_good_frame_and_its_check_is_always_the_same(FrameCheck check)
    {
        Fcs fcs = new(check);
        foreach (byte[] bytes in new byte[][] { [], [0], [1, 2, 3], [.. "123456789"u8] })
        {
            uint register = fcs.Update(fcs.Initial, bytes, 0, bytes.Length);
            byte[] sent = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(sent, fcs.Sent(register));
            Assert.Equal(fcs.Good, fcs.Update(register, sent, 0, fcs.Bytes));
        }
    }

    // The examples everybody publishes; "n..m" counts up.
    [Theory]
    [InlineData("", "01")]
    [InlineData("00", "01 01")]
    [InlineData("00 00", "01 01 01")]
    [InlineData("00 11 00", "01 02 11 01")]
    [InlineData("11 22 00 33", "03 11 22 02 33")]
    [InlineData("11 22 33 44", "05 11 22 33 44")]
    [InlineData("11 00 00 00", "02 11 01 01 01")]
    [InlineData("01..FE", "FF 01..FE")]
    [InlineData("00 01..FE", "01 FF 01..FE")]
    [InlineData("01..FF", "FF 01..FE 02 FF")]
    [InlineData("02..FF 00", "FF 02..FF 01 01")]
    [InlineData("03..FF 00 01", "FE 03..FF 02 01")]
    [InlineData("01..FE 01..FE", "FF 01..FE FF 01..FE")]
    public void Zeros_are_taken_out_as_published(string plainHex, string stuffedHex)
    {
        byte[] plain = Hex.Parse(plainHex);
        for (int split = 0; split <= plain.Length; split++)
        {
            Cobs cobs = new(Fcs32);
            byte[] buffer = new byte[600];
            cobs.Begin(buffer, 3, Fcs32.Initial);
            cobs.Append(plain, 0, split);
            cobs.Append(plain, split, plain.Length - split);
            int end = cobs.End(false);
            Assert.Equal(Hex.Parse(stuffedHex), buffer[3..end]);
            Assert.Equal(Fcs32.Update(Fcs32.Initial, plain, 0, plain.Length), cobs.Register);
            Assert.True(end - 3 + 1 <= Frame.LineBytesMax(Math.Max(1, plain.Length)));
        }
    }

    // The examples of COBS/R: the last byte takes the place of its block's code when it is not smaller.
    [Theory]
    [InlineData("", "01")]
    [InlineData("00", "01 01")]
    [InlineData("01", "02 01")]
    [InlineData("02", "02")]
    [InlineData("FF", "FF")]
    [InlineData("11 22 00 33", "03 11 22 33")]
    [InlineData("11 22 33 04", "05 11 22 33 04")]
    [InlineData("11 22 33 05", "05 11 22 33")]
    [InlineData("01..FE", "FF 01..FE")]
    [InlineData("02..FF", "FF 02..FE")]
    public void Reduced_the_last_byte_may_take_the_place_of_its_code(string plainHex, string stuffedHex)
    {
        byte[] plain = Hex.Parse(plainHex);
        Cobs cobs = new(Fcs32);
        // What was in the buffer before is no byte of the frame.
        byte[] buffer = [.. Enumerable.Repeat((byte)0xEE, 600)];
        cobs.Begin(buffer, 3, Fcs32.Initial);
        cobs.Append(plain, 0, plain.Length);
        Assert.Equal(Hex.Parse(stuffedHex), buffer[3..cobs.End(true)]);
    }
}
