using Edge.Bridge.Configuration;
using Edge.Link;

namespace Edge.Bridge.Links;

/// <summary>What an end of a link speaks, as the hellos tell it.</summary>
internal static class Services
{
    /// <summary>The <see cref="LinkServices"/> that a protocol needs.</summary>
    public static int Of(LineProtocol protocol) => protocol switch
    {
        LineProtocol.Mqtt => LinkServices.MqttStream,
        LineProtocol.MqttSn => LinkServices.MqttSn,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    /// <summary>Their names; a bit without one is told as a number.</summary>
    public static IReadOnlyList<string> Names(int services)
    {
        List<string> names = [];
        for (int bit = 1; bit <= services; bit <<= 1)
        {
            if ((services & bit) != 0)
            {
                names.Add(bit switch
                {
                    LinkServices.MqttStream => "Mqtt",
                    LinkServices.MqttSn => "MqttSn",
                    _ => $"0x{bit:x2}",
                });
            }
        }

        return names;
    }
}
