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

    [LoggerMessage(Level = LogLevel.Information, Message = "device {Device} did not come back: its will is published")]
    private partial void LogWill(string device);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "device {Device} has been away for too long: its session is over, with {Count} messages that waited for it")]
    private partial void LogExpired(string device, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the journal is full: {Count} messages dropped ({Policy})")]
    private partial void LogDropped(int count, string policy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages dropped: older than {Age}")]
    private partial void LogTooOld(int count, TimeSpan age);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Link}: device {Device} closed: {Why}")]
    private partial void LogRefused(string device, string link, string why);
}
