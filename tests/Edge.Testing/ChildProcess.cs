using System.Diagnostics;

namespace Edge.Testing;

/// <summary>A program under test: its lines, its signals, its end. Killed by its process id when disposed of.</summary>
public sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly string _name;
    private int _openOutputs = 2;

    /// <summary>Starts a program.</summary>
    /// <param name="fileName">A path, or a name looked up in PATH.</param>
    /// <param name="arguments">Passed one by one, without a shell.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public ChildProcess(string fileName, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ProcessStartInfo start = new(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _name = Path.GetFileName(fileName);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Collect(e.Data);
        _process.ErrorDataReceived += (_, e) => Collect(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Processor time used so far, of all threads. Only while it runs.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>What it has written to standard output and standard error so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return _lines.ToArray();
            }
        }
    }

    /// <summary>Waits for a line among all it has written or will write.</summary>
    /// <returns>The first such line.</returns>
    /// <exception cref="TimeoutException">No such line came in time, or its outputs ended; the message holds all lines.</exception>
    public string WaitForLine(Func<string, bool> predicate, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        Stopwatch clock = Stopwatch.StartNew();
        lock (_lines)
        {
            int seen = 0;
            while (true)
            {
                for (; seen < _lines.Count; seen++)
                {
                    if (predicate(_lines[seen]))
                    {
                        return _lines[seen];
                    }
                }

                TimeSpan remaining = deadline - clock.Elapsed;
                if (_openOutputs == 0 || remaining <= TimeSpan.Zero)
                {
                    string why = _openOutputs == 0 ? " ended without the line" : " has not written the line in time";
                    throw new TimeoutException(_name + why + "; it wrote:\n" + string.Join('\n', _lines));
                }

                Monitor.Wait(_lines, remaining);
            }
        }
    }

    /// <summary>Asks it to end: SIGTERM.</summary>
    public void Terminate() => Signal(Posix.SignalTerminate);

    /// <summary>Ends it without asking: SIGKILL.</summary>
    public void Kill() => Signal(Posix.SignalKill);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code; 128 and the signal's number when a signal ended it.</returns>
    /// <exception cref="TimeoutException">It still runs; the message holds all lines.</exception>
    public int WaitForExit(TimeSpan deadline)
    {
        if (!_process.WaitForExit(deadline))
        {
            throw new TimeoutException(_name + " still runs; it wrote:\n" + string.Join('\n', Lines));
        }

        return _process.ExitCode;
    }

    /// <summary>Kills it if it still runs.</summary>
    public void Dispose()
    {
        Kill();
        _process.WaitForExit(10_000);
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        // An ended child's id is free for others once the runtime has collected it.
        if (!_process.HasExited)
        {
            _ = Posix.Kill(_process.Id, signal);
        }
    }

    private void Collect(string? line)
    {
        lock (_lines)
        {
            if (line == null)
            {
                _openOutputs--;
            }
            else
            {
                _lines.Add(line);
            }

            Monitor.PulseAll(_lines);
        }
    }
}
