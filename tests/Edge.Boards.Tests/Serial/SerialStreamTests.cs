using System;
using System.IO.Ports;
using Edge.Transports;

namespace Edge.Boards.Tests.Serial;

public class SerialStreamTests
{
    private readonly byte[] _bytes = new byte[4096];

    [Fact]
    public void A_port_is_set_up_before_it_is_opened()
    {
        SerialStream stream = new("COM2", 115200, isRs485: true);
        SerialPort port = SerialPort.Last!;

        Assert.Equal(("COM2", SerialMode.RS485, 1024, false), (port.Name, port.Mode, port.ReadBufferSize, port.IsOpen));
        Assert.Equal(StreamState.Closed, stream.State);
        Assert.Equal((0, 0), (stream.Read(_bytes, 0, 10), stream.Write(_bytes, 0, 10)));

        stream.Open(0);

        Assert.True(port.IsOpen);
        Assert.Equal(StreamState.Open, stream.State);
    }

    [Fact]
    public void A_port_that_does_not_open_says_why_and_is_opened_again()
    {
        SerialStream stream = new("COM2", 115200);
        SerialPort.Last!.Failure = new ArgumentException("pin unavailable");

        stream.Open(0);

        Assert.Equal(StreamState.Closed, stream.State);
        Assert.Equal("pin unavailable", stream.LastError!.Message);

        stream.Open(0);

        Assert.Equal(StreamState.Open, stream.State);
        Assert.Null(stream.LastError);
    }

    [Theory]
    [InlineData(9600)]
    [InlineData(115200)]
    [InlineData(921600)]
    public void What_is_written_at_any_moment_fits_into_the_transmitter(int baud)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            SerialStream stream = Opened(baud, out SerialPort port);
            Random random = new(seed);
            for (int i = 0; i < 1000; i++)
            {
                Environment.Microseconds += random.Next(3000);
                stream.Write(_bytes, 0, random.Next(300));
            }

            Assert.True(port.MostInFifo <= SerialPort.FifoBytes, $"seed {seed}: {port.MostInFifo} bytes at a time");
        }
    }

    [Theory]
    [InlineData(9600)]
    [InlineData(57600)]
    [InlineData(115200)]
    public void Polled_when_it_wants_to_be_it_keeps_the_line_busy(int baud)
    {
        SerialStream stream = Opened(baud, out _);
        long start = Environment.Microseconds;
        int written = 0;
        while (Environment.Microseconds - start < 10_000_000)
        {
            int waitMs = stream.Poll(Environment.TickCount64);
            int taken = stream.Write(_bytes, 0, _bytes.Length);
            written += taken;
            Environment.Microseconds += 1000L * (taken > 0 ? stream.Poll(Environment.TickCount64) : Math.Max(waitMs, 1));
        }

        Assert.InRange(written, baud * 0.97, (baud * 1.01) + 128);
    }

    [Fact]
    public void It_says_what_the_line_has_not_carried_yet()
    {
        SerialStream stream = Opened(10_000, out _);

        Assert.Equal(100, stream.Write(_bytes, 0, 100));
        Assert.Equal(100, stream.UnsentBytes);
        Environment.Microseconds += 30_000;
        Assert.Equal(70, stream.Poll(Environment.TickCount64));

        Assert.Equal(70, stream.UnsentBytes);
        Environment.Microseconds += 70_000;
        Assert.Equal((Deadline.Idle, 0), (stream.Poll(Environment.TickCount64), stream.UnsentBytes));
    }

    [Fact]
    public void Reading_takes_what_is_there()
    {
        SerialStream stream = Opened(115200, out SerialPort port);
        Receive(port, 5);

        Assert.Equal(3, stream.Read(_bytes, 0, 3));
        Assert.Equal(2, stream.Read(_bytes, 3, 100));
        Assert.Equal(0, stream.Read(_bytes, 0, 100));
        Assert.Equal([0, 1, 2, 3, 4], _bytes[..5]);
    }

    [Fact]
    public void A_port_that_fails_ends_the_stream()
    {
        SerialStream stream = Opened(115200, out SerialPort port);
        port.Failure = new TimeoutException();

        Assert.Equal(0, stream.Write(_bytes, 0, 10));
        Assert.Equal((StreamState.Closed, false), (stream.State, port.IsOpen));
        Assert.IsType<TimeoutException>(stream.LastError);

        stream.Open(0);
        port.Failure = new InvalidOperationException();

        Assert.Equal(0, stream.Read(_bytes, 0, 10));
        Assert.Equal(StreamState.Closed, stream.State);
        Assert.IsType<InvalidOperationException>(stream.LastError);
    }

    [Fact]
    public void Waiting_ends_when_bytes_have_come()
    {
        SerialStream stream = Opened(115200, out SerialPort port);
        stream.Read(_bytes, 0, 1);
        Receive(port, 1);

        stream.Wait(600_000);

        Assert.Equal(1, stream.Read(_bytes, 0, 10));
    }

    [Fact]
    public void Bytes_left_unread_do_not_end_a_second_wait()
    {
        SerialStream stream = Opened(115200, out SerialPort port);
        stream.Read(_bytes, 0, 1);
        Receive(port, 1);
        stream.Wait(600_000);
        int looks = port.Looks;

        stream.Wait(30);

        Assert.Equal(looks, port.Looks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Waiting_ends_when_it_is_woken(bool isOpen)
    {
        SerialStream stream = isOpen ? Opened(115200, out _) : new SerialStream("COM2", 115200);
        stream.Wake();

        stream.Wait(600_000);
    }

    [Fact]
    public void A_baud_rate_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialStream("COM2", 0));
    }

    private static SerialStream Opened(int baud, out SerialPort port)
    {
        SerialStream stream = new("COM2", baud);
        port = SerialPort.Last!;
        stream.Open(0);
        return stream;
    }

    private static void Receive(SerialPort port, int count)
    {
        for (int i = 0; i < count; i++)
        {
            port.Received.Enqueue((byte)i);
        }
    }
}
