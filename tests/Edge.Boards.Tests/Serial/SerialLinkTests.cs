using System.Collections.Generic;
using System.IO.Ports;
using System.Linq;
using Edge.Link;
using Edge.Transports;

namespace Edge.Boards.Tests.Serial;

public class SerialLinkTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_between_a_board_and_a_bridge_carries_every_message_both_ways(bool isHalfDuplex)
    {
        LinkEndpoint board = new(Port(out SerialPort boardPort), Options(isPrimary: false, isHalfDuplex));
        LinkEndpoint bridge = new(Port(out SerialPort bridgePort), Options(isPrimary: true, isHalfDuplex));
        boardPort.Peer = bridgePort;
        bridgePort.Peer = boardPort;
        List<int> up = [];
        List<int> down = [];
        int sentUp = 0;
        int sentDown = 0;
        byte[] message = new byte[60];
        for (int ms = 0; ms < 60_000 && (up.Count < 200 || down.Count < 200); ms++)
        {
            Environment.Microseconds += 1000;
            board.Poll(Environment.TickCount64);
            bridge.Poll(Environment.TickCount64);
            message[0] = (byte)sentUp;
            sentUp += sentUp < 200 && board.Send(message, 0, message.Length, true) ? 1 : 0;
            message[0] = (byte)sentDown;
            sentDown += sentDown < 200 && bridge.Send(message, 0, message.Length, true) ? 1 : 0;
            Take(bridge, up);
            Take(board, down);
        }

        Assert.Equal(Enumerable.Range(0, 200), up);
        Assert.Equal(Enumerable.Range(0, 200), down);
        Assert.Equal(0, board.Counters.FramesResent + bridge.Counters.FramesResent);
        Assert.InRange(boardPort.MostInFifo, 1, SerialPort.FifoBytes);
    }

    private static SerialStream Port(out SerialPort port)
    {
        SerialStream stream = new("COM2", 115200);
        port = SerialPort.Last!;
        return stream;
    }

    private static LinkOptions Options(bool isPrimary, bool isHalfDuplex) => new()
    {
        IsPrimary = isPrimary,
        BootId = isPrimary ? 7u : 9u,
        BitRate = 115200,
        IsHalfDuplex = isHalfDuplex,
        TurnaroundMs = isHalfDuplex ? 20 : 0,
    };

    private static void Take(LinkEndpoint end, List<int> taken)
    {
        while (end.Peek(out byte[] buffer, out int offset, out _))
        {
            taken.Add(buffer[offset]);
            end.Release();
        }
    }
}
