using Microsoft.Extensions.Logging;

namespace Edge.Bridge;

// What custody tells an operator.
internal sealed partial class Custody
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: device {Device} connected")]
    private partial void LogConnected(string device, string link);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: device {Device} gone: {Why}")]
    private partial void LogGone(string device, string link, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Link}: device {Device} takes its older connection over")]
    private partial void LogTakenOver(string device, string link);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: device {Device} refused: {ClientsMax} are connected")]
    private partial void LogTooMany(string device, string link, int clientsMax);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: device {Device} cannot take {Bytes} bytes of {Topic}")]
    private partial void LogTooLarge(string device, string link, Topic topic, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: device {Device}: no room for its will in the uplink's memory")]
    private partial void LogWillLost(string device, string link);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: device {Device} closed: {Why}")]
    private partial void LogRefused(string device, string link, string why);
}
