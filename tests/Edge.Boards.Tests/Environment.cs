using System;

namespace Edge;

/// <summary>Stands before the system's in the sources that are compiled here: a clock that the test moves.</summary>
internal static class Environment
{
    [ThreadStatic]
    private static long _microseconds;

    /// <summary>The true time; the board sees whole milliseconds of it.</summary>
    public static long Microseconds
    {
        get => _microseconds;
        set => _microseconds = value;
    }

    public static long TickCount64 => _microseconds / 1000;
}
