using Edge.Link.Tests.Protocol;

namespace Edge.Link.Tests.HalfDuplex;

/// <summary>When the other end's turn is over. At 10,000 bit/s a byte takes 1 ms, and a pause that ends a turn
/// 7.</summary>
public class IncomingTurnTests
{
    private const int QuietMs = 7;
    private const int AnswerByMs = 500;

    // The longest body is 128 bytes: 121 of payload, and 130 on the line.
    private static readonly LinkOptions Options = new() { BootId = 1, BitRate = 10_000, IsHalfDuplex = true };

    private readonly ReplayedLine _carrier = new();
    private readonly LinkCounters _counters = new();
    private readonly FrameInput _input;
    private readonly IncomingTurn _turn = new(Options);

    public IncomingTurnTests()
    {
        FrameDecoder decoder = new(new Fcs(FrameCheck.Fcs32), true, 0, 1, new byte[128], _counters);
        _input = new FrameInput(_carrier, decoder, _counters);
        _turn.Begin(_input, AnswerByMs, 0);
    }

    [Fact]
    public void Nothing_ends_it_when_the_answer_time_out_is_over()
    {
        Assert.Equal(AnswerByMs, OverAt(1000));
        Assert.False(_turn.IsHeard);
        Assert.Equal(Deadline.Never, _turn.FirstByteAt);
    }

    [Fact]
    public void A_good_frame_without_others_behind_it_ends_it_at_once()
    {
        Hear(40, 0, 20);
        Assert.True(_turn.IsOver(_input, 40));
        Assert.Equal(40, _turn.FirstByteAt);
    }

    [Theory]
    [InlineData(17, 26)] // A body of 24 bytes is one to go by.
    [InlineData(16, 130)] // After a shorter one the next may be of any length.
    [InlineData(0, 130)]
    [InlineData(121, 130)]
    public void Without_the_others_it_ends_when_they_would_have_come(int payloadBytes, int frameBytes)
    {
        Hear(40, 3, payloadBytes);
        Assert.Equal(40 + (3 * frameBytes), OverAt(1000));
    }

    [Fact]
    public void The_longest_frame_of_the_turn_before_counts_too_and_no_older_one()
    {
        Hear(40, 1, 100);
        _turn.Begin(_input, 1000 + AnswerByMs, 1000);
        Hear(1040, 1, 20);
        Assert.Equal(1040 + 109, OverAt(2000));
        _turn.Begin(_input, 2000 + AnswerByMs, 2000);
        Hear(2040, 1, 20);
        Assert.Equal(2040 + 29, OverAt(3000));
    }

    [Fact]
    public void It_goes_on_while_bytes_come_and_a_pause_after_them()
    {
        Hear(40, 1, 20);
        for (int now = 41; now <= 75; now++)
        {
            Bring([1]);
            Assert.False(_turn.IsOver(_input, now), $"over at {now}");
        }

        Assert.Equal(75 + QuietMs, OverAt(1000));
    }

    [Fact]
    public void As_many_bytes_as_the_others_have_end_it_when_the_last_is_a_delimiter()
    {
        // Two frames of 29 bytes, either of which COBS/R may shorten, and one byte may be lost.
        Hear(40, 2, 20);
        Bring([.. Enumerable.Repeat((byte)1, 53), 0]);
        Assert.False(_turn.IsOver(_input, 41));
        Bring([1]);
        Assert.False(_turn.IsOver(_input, 41));
        Bring([0]);
        Assert.True(_turn.IsOver(_input, 41));
    }

    [Fact]
    public void As_many_bytes_as_an_acknowledgement_are_an_answer_once_the_line_is_quiet()
    {
        // An acknowledgement has nine bytes, of which noise may take three.
        Bring([1, 2, 3, 4, 5]);
        Assert.False(_turn.IsOver(_input, 40));
        Assert.Equal(AnswerByMs, _turn.EndsAt);
        Bring([6]);
        Assert.False(_turn.IsOver(_input, 41));
        Assert.Equal(41 + QuietMs, OverAt(1000));
        Assert.Equal(40, _turn.FirstByteAt);
        Assert.False(_turn.IsHeard);
    }

    [Fact]
    public void Where_the_line_echoes_bytes_alone_are_no_answer()
    {
        _counters.Echoes = 1;
        Bring([1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
        Assert.False(_turn.IsOver(_input, 40));
        Assert.Equal(Deadline.Never, _turn.FirstByteAt);
        Assert.Equal(AnswerByMs, OverAt(1000));
    }

    [Fact]
    public void Noise_without_end_does_not_keep_the_turn()
    {
        // Twice six of the longest frames.
        const int latest = AnswerByMs + (2 * 6 * 130);
        for (int now = 1; now < latest; now++)
        {
            Bring([1]);
            Assert.False(_turn.IsOver(_input, now), $"over at {now}");
        }

        Bring([1]);
        Assert.True(_turn.IsOver(_input, latest));
    }

    private void Hear(long now, int remaining, int payloadBytes)
    {
        Bring([0]);
        _turn.OnFrame(_input, remaining, payloadBytes, now);
        _turn.IsOver(_input, now);
    }

    private void Bring(byte[] bytes)
    {
        _carrier.Bring(bytes);
        Assert.False(_input.Next());
    }

    private long OverAt(long limit)
    {
        long now = _turn.EndsAt - 1;
        Assert.InRange(now, 0, limit);
        Assert.False(_turn.IsOver(_input, now));
        Assert.True(_turn.IsOver(_input, now + 1));
        return now + 1;
    }
}
