namespace nanoFramework.Runtime.Native;

/// <summary>What nanoFramework's tells of its heap, told of allocation by this thread.</summary>
public static class GC
{
    /// <summary>Bytes free.</summary>
    public static uint Run(bool compactHeap) => uint.MaxValue - (uint)System.GC.GetAllocatedBytesForCurrentThread();
}
