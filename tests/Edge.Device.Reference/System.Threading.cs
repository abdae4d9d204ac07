namespace System.Threading;

public static class Monitor
{
    public static void Enter(object obj) => throw null;

    public static void Exit(object obj) => throw null;
}

public abstract class WaitHandle
{
    protected WaitHandle() => throw null;

    public virtual bool WaitOne(int millisecondsTimeout, bool exitContext) => throw null;
}

public sealed class AutoResetEvent : WaitHandle
{
    public AutoResetEvent(bool initialState) => throw null;

    public bool Set() => throw null;
}

public delegate void ThreadStart();

public sealed class Thread
{
    public Thread(ThreadStart start) => throw null;

    public static void Sleep(int millisecondsTimeout) => throw null;

    public void Start() => throw null;
}
