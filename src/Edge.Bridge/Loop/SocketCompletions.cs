namespace Edge.Bridge.Loop;

/// <summary>On which thread the runtime tells that a socket has something.</summary>
internal static class SocketCompletions
{
    /// <summary>On the thread that has heard it from the system, without a detour over the pool: all that is done there is
    /// to wake the loop. Before the process uses its first socket.</summary>
    public static void RunInline() =>
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
}
