namespace Edge.MqttSn;

// The search for a gateway, where the link does not lead to one (MQTT-SN 1.2 §6.1).
public sealed partial class ClientSession
{
    // T_SEARCHGW: the longest delay of the first SEARCHGW, and the time that its answers have.
    private const int SearchMs = 5_000;

    // Repeated searches are this far apart at most.
    private const int SearchMsMax = 900_000;

    private readonly Backoff _searchBackoff;
    private readonly IGatewayNetwork? _network;
    private long _searchDue;
    private bool _hasGateway;

    private bool IsSearchDue => _network != null && !_hasGateway;

    private void BeginSearch(long now)
    {
        _phase = ClientPhase.Searching;
        _searchDue = now + _searchBackoff.NextMs();
    }

    private bool ComposeSearch(long now)
    {
        if (now < _searchDue)
        {
            return false;
        }

        int bytes = MessageWriter.SearchGw(_buffer, 0, 1);
        if (!_network!.Broadcast(_buffer, 0, bytes))
        {
            _isBlocked = true;
            return false;
        }

        _searchDue = now + SearchMs + _searchBackoff.NextMs();
        return true;
    }

    private bool OnDiscovery(MessageFromGateway message, long now)
    {
        if (_phase != ClientPhase.Searching)
        {
            return false;
        }

        switch (message.Type)
        {
            case MessageType.GwInfo when message.RestLength > 0:
                _network!.UseAddress(message.Buffer, message.RestOffset, message.RestLength);
                break;
            case MessageType.GwInfo:
            case MessageType.Advertise:
                _network!.UseSender();
                break;
            case MessageType.SearchGw:
                // Another client has asked: the answer is for all.
                _searchDue = now + SearchMs + _searchBackoff.NextMs();
                return true;
            default:
                return false;
        }

        _hasGateway = true;
        _searchBackoff.Reset();
        Connect(now);
        return true;
    }

    // It is searched for again, it or another one.
    private void GatewayLost() => _hasGateway = false;
}
