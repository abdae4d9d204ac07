namespace Edge.Link.Tests;

public class LinkStreamTests
{
    private readonly LinkWorld _world = new(1);
    private readonly LinkStream _device;
    private readonly LinkStream _bridge;

    public LinkStreamTests()
    {
        _bridge = new LinkStream(_world.Primary, false);
        _device = new LinkStream(_world.Secondary, true);
    }

    [Fact]
    public void An_initiator_is_open_when_the_link_is_up_and_an_acceptor_when_the_first_bytes_come()
    {
        _device.Open(0);
        _bridge.Open(0);
        Assert.Equal(StreamState.Opening, _device.State);
        Assert.True(Run(1000, () => _device.State == StreamState.Open));
        RunFor(1000);
        Assert.Equal(StreamState.Opening, _bridge.State);
        Assert.Equal(3, _device.Write([0, 1, 2, 3], 1, 3));
        Assert.True(Run(1000, () => _bridge.State == StreamState.Open));
        Assert.Equal([1, 2, 3], ReadAll(_bridge));
        Assert.Equal(1, _bridge.Write([9], 0, 1));
        Assert.True(Run(1000, () => ReadAll(_device) is [9]));
    }

    [Fact]
    public void Writes_of_any_length_are_taken_in_parts()
    {
        Connect();
        byte[] sent = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 31))];
        List<byte> received = [];
        int at = 0;
        Assert.True(Run(60_000, () =>
        {
            at += _device.Write(sent, at, sent.Length - at);
            received.AddRange(ReadAll(_bridge, 17));
            return received.Count == sent.Length;
        }));
        Assert.Equal(sent, received);
        Assert.True(Run(1000, () => _device.UnsentBytes == 0));
    }

    [Fact]
    public void What_was_sent_before_the_end_is_read_before_it_is_seen()
    {
        Connect();
        Assert.Equal(3, _device.Write([1, 2, 3], 0, 3));
        _device.Close();
        Assert.Equal(StreamState.Closed, _device.State);
        RunFor(1000);
        Assert.Equal(StreamState.Open, _bridge.State);
        Assert.Equal([1, 2, 3], ReadAll(_bridge));
        Assert.True(Run(1000, () => _bridge.State == StreamState.Closed));
        Assert.Empty(ReadAll(_bridge));
    }

    [Fact]
    public void The_acceptor_can_end_a_stream_too()
    {
        Connect();
        _bridge.Close();
        Assert.True(Run(1000, () => _device.State == StreamState.Closed));
        Assert.Equal(0, _device.Write([1], 0, 1));
    }

    [Fact]
    public void A_stream_that_was_never_begun_needs_no_end()
    {
        _device.Open(0);
        Assert.True(Run(1000, () => _device.State == StreamState.Open));
        _device.Close();
        RunFor(1000);
        Assert.Equal(0, _world.Secondary.Counters.MessagesSent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_whose_epoch_is_over_needs_no_end(bool isAnotherOpened)
    {
        Connect();
        long sent = _world.Secondary.Counters.MessagesSent;
        _world.Line.ClosePort(_world.End(1));
        RunFor(10);
        _device.Close();
        if (isAnotherOpened)
        {
            _device.Open(_world.Clock.Now);
        }

        _world.Reboot(0);
        _world.Line.ReopenPort(_world.End(1));
        long end = _world.Clock.Now + 10_000;
        while (_world.Clock.Now < end)
        {
            _device.Poll(_world.Clock.Now);
            _world.Primary.Poll(_world.Clock.Now);
            _world.Clock.Advance(1);
        }

        Assert.True(_world.AreUp);
        Assert.Equal(isAnotherOpened ? StreamState.Open : StreamState.Closed, _device.State);
        Assert.Equal(sent, _world.Secondary.Counters.MessagesSent);
    }

    [Fact]
    public void A_new_stream_ends_the_old_one_once_and_waits_until_somebody_listens()
    {
        Connect();
        Assert.Equal(1, _device.Write([1], 0, 1));
        _device.Close();
        _device.Open(_world.Clock.Now);
        List<byte> first = [];
        int sent = 0;
        Assert.True(Run(1000, () =>
        {
            sent += _device.Write([2], 0, 1 - sent);
            first.AddRange(ReadAll(_bridge));
            return sent == 1 && _bridge.State == StreamState.Closed;
        }));
        Assert.Equal([1], first);
        RunFor(5000);
        Assert.Equal(StreamState.Closed, _bridge.State);
        Assert.Empty(ReadAll(_bridge));
        _bridge.Open(_world.Clock.Now);
        Assert.True(Run(1000, () => _bridge.State == StreamState.Open));
        Assert.Equal([2], ReadAll(_bridge));
        Assert.True(Run(1000, () => _device.Write([3], 0, 1) == 1));
        Assert.True(Run(1000, () => ReadAll(_bridge) is [3]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_reboot_of_either_side_ends_the_stream_after_what_was_received_was_read(int side)
    {
        Connect();
        LinkStream survivor = side == 0 ? _device : _bridge;
        LinkStream other = side == 0 ? _bridge : _device;
        Assert.Equal(2, other.Write([5, 6], 0, 2));
        RunFor(1000);
        byte[] one = new byte[1];
        Assert.Equal(1, survivor.Read(one, 0, 1));
        _world.Reboot(side);
        long epoch = survivor == _bridge ? _world.Primary.Epoch : _world.Secondary.Epoch;
        LinkEndpoint reborn = _world.Links[side];
        LinkEndpoint old = _world.Links[1 - side];
        for (int i = 0; i < 3000 && !(old.Epoch != epoch && _world.AreUp); i++)
        {
            survivor.Poll(_world.Clock.Now);
            reborn.Poll(_world.Clock.Now);
            _world.Clock.Advance(1);
        }

        Assert.NotEqual(epoch, old.Epoch);
        Assert.True(_world.AreUp);
        Assert.Equal(StreamState.Open, survivor.State);
        Assert.Equal(0, survivor.Write([1], 0, 1));
        Assert.Equal([6], ReadAll(survivor));
        Assert.Equal(StreamState.Closed, survivor.State);
    }

    [Fact]
    public void A_begin_of_an_earlier_life_that_nobody_took_opens_nothing()
    {
        Connect();
        _bridge.Close();
        Assert.True(Run(1000, () => _device.State == StreamState.Closed));
        _device.Open(_world.Clock.Now);
        Assert.Equal(1, _device.Write([1], 0, 1));
        RunFor(1000);
        _world.Reboot(1);
        long end = _world.Clock.Now + 3000;
        while (_world.Clock.Now < end)
        {
            _bridge.Poll(_world.Clock.Now);
            _world.Secondary.Poll(_world.Clock.Now);
            _world.Clock.Advance(1);
        }

        Assert.Equal(1, _world.Primary.Counters.RebootsSeen);
        _bridge.Open(_world.Clock.Now);
        _bridge.Poll(_world.Clock.Now);
        Assert.Equal(StreamState.Opening, _bridge.State);
    }

    [Fact]
    public void A_stream_whose_users_do_not_read_while_they_cannot_write_goes_on_when_one_of_them_reads()
    {
        Connect();
        byte[] much = new byte[5000];
        int toBridge = 0;
        int toDevice = 0;
        Run(5000, () =>
        {
            toBridge += _device.Write(much, 0, much.Length);
            toDevice += _bridge.Write(much, 0, much.Length);
            return false;
        });
        int read = 0;
        Assert.True(Run(60_000, () =>
        {
            toBridge += _device.Write(much, 0, much.Length);
            read += ReadAll(_bridge).Length;
            return read > 5000;
        }));
        Assert.True(toDevice > 0);
    }

    private static byte[] ReadAll(LinkStream stream, int part = 100)
    {
        byte[] buffer = new byte[part];
        List<byte> bytes = [];
        for (int count = stream.Read(buffer, 0, part); count > 0; count = stream.Read(buffer, 0, part))
        {
            bytes.AddRange(buffer[..count]);
        }

        return [.. bytes];
    }

    private void Connect()
    {
        _device.Open(0);
        _bridge.Open(0);
        Assert.True(Run(1000, () => _device.State == StreamState.Open));
        Assert.Equal(1, _device.Write([0], 0, 1));
        Assert.True(Run(1000, () => ReadAll(_bridge) is [0]));
        Assert.True(Run(1000, () => _device.UnsentBytes == 0));
    }

    private int Poll() => Deadline.Earlier(_device.Poll(_world.Clock.Now), _bridge.Poll(_world.Clock.Now));

    private void RunFor(long milliseconds) => Run(milliseconds, () => false);

    private bool Run(long milliseconds, Func<bool> until)
    {
        long end = _world.Clock.Now + milliseconds;
        while (true)
        {
            Poll();
            if (until())
            {
                return true;
            }

            if (_world.Clock.Now >= end)
            {
                return false;
            }

            _world.Pass(Poll(), end);
        }
    }
}
