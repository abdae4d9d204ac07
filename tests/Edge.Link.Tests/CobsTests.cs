namespace Edge.Link.Tests;

public class CobsTests
{
    private static readonly Fcs Fcs32 = new(FrameCheck.Fcs32);

    [Fact]
    public void The_check_sequence_is_the_one_of_RFC_1662()
    {
        Assert.Equal(0xCBF43926u, Fcs32.Compute("xx123456789x"u8.ToArray(), 2, 9));
        Assert.Equal(0u, Fcs32.Compute([], 0, 0));
        Assert.Equal(
            Fcs32.Update(Fcs32.Initial, [0x44, 0x33, 0x22, 0x11], 0, 4), Fcs32.Update(Fcs32.Initial, 0x11223344u));
        byte[] whole = [.. "123456789"u8, 0x26, 0x39, 0xF4, 0xCB];
        Assert.Equal(Fcs32.Good, Fcs32.Update(Fcs32.Initial, whole, 0, whole.Length));
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
            Assert.Equal(Fcs32.Compute(plain, 0, plain.Length), ~cobs.Register);
            Assert.True(end - 3 + 1 <= Frame.LineBytesMax(Math.Max(1, plain.Length)));
        }
    }
}
