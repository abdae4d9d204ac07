using System.Net;
using Edge.Bridge.Links;
using Edge.Bridge.Loop;

namespace Edge.Bridge.Probing;

/// <summary>Probes of a running bridge's lines, one at a time, beside what the devices say.</summary>
/// <param name="loop">On which the lines run.</param>
/// <param name="lines">All of them.</param>
internal sealed class Probes(EventLoop loop, IReadOnlyList<Line> lines)
{
    private LinkProbe? _latest;

    /// <summary>Begins one. Any thread.</summary>
    /// <param name="link">The name of the line.</param>
    /// <param name="station">Whom to probe; null where there is but one.</param>
    /// <param name="seconds">How long to measure, 1 to <see cref="LinkProbe.SecondsMax"/>.</param>
    /// <returns>When it has begun: the task that ends with it.</returns>
    /// <exception cref="ProbeRefusedException">There is no such station, or another probe is under way.</exception>
    public Task<Task<ProbeResult>> BeginAsync(string link, int? station, int seconds) =>
        OnLoopAsync(_ => Begin(link, station, seconds));

    /// <summary>How the one under way stands; null when there is none. Any thread.</summary>
    public Task<ProbeResult?> NowAsync() =>
        OnLoopAsync(now => _latest is { Over.IsCompleted: false } probe ? probe.Result(now) : null);

    private Task<ProbeResult> Begin(string name, int? station, int seconds)
    {
        Line line = lines.FirstOrDefault(line => line.Name == name)
            ?? throw new ProbeRefusedException(HttpStatusCode.NotFound, $"there is no raw line '{name}'");
        if (_latest is { Over.IsCompleted: false })
        {
            throw new ProbeRefusedException(HttpStatusCode.Conflict, "another probe is under way; try again when it has ended");
        }

        _latest = line.Probe(station, seconds);
        return _latest.Over;
    }

    private Task<T> OnLoopAsync<T>(Func<long, T> ask)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LoopCall.Post(loop, now =>
        {
            try
            {
                answer.SetResult(ask(now));
            }
            catch (ProbeRefusedException refusal)
            {
                answer.SetException(refusal);
            }
        });
        return answer.Task;
    }
}
