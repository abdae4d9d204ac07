using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Edge.Testing.Disks;

/// <summary>A disk's entry in SQLite's list of file systems, and SQLite's calls that name a file. No exception leaves
/// them.</summary>
internal sealed unsafe class RegisteredVfs
{
    private const int PathBytesMax = 512;

    // 1 January 2000 at noon, as a Julian day.
    private const double Now = 2451545.0;

    private readonly NativeVfs* _native;

    internal RegisteredVfs(SimulatedDisk disk, string name)
    {
        _native = (NativeVfs*)NativeMemory.AllocZeroed((nuint)sizeof(NativeVfs));
        _native->Version = 1;
        _native->FileBytes = sizeof(NativeFile);
        _native->PathBytesMax = PathBytesMax;
        _native->Name = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        _native->AppData = GCHandle.ToIntPtr(GCHandle.Alloc(disk));
        _native->Open = &Open;
        _native->Delete = &Delete;
        _native->Access = &Access;
        _native->FullPathname = &FullPathname;
        _native->Randomness = &Randomness;
        _native->Sleep = &Sleep;
        _native->CurrentTime = &CurrentTime;
        _native->GetLastError = &GetLastError;
        int result = NativeVfs.Register(_native, isDefault: 0);
        if (result != raw.SQLITE_OK)
        {
            Free();
            throw new InvalidOperationException("sqlite3_vfs_register: " + result);
        }
    }

    /// <summary>No database can be opened on it from now on.</summary>
    internal void Unregister() => _ = NativeVfs.Unregister(_native);

    /// <summary>Only when it is not registered and none of its files is open.</summary>
    internal void Free()
    {
        GCHandle.FromIntPtr(_native->AppData).Free();
        Marshal.FreeCoTaskMem((nint)_native->Name);
        NativeMemory.Free(_native);
    }

    private static SimulatedDisk Of(NativeVfs* vfs) => (SimulatedDisk)GCHandle.FromIntPtr(vfs->AppData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(NativeVfs* vfs, byte* path, NativeFile* file, int flags, int* flagsOut)
    {
        // SQLite closes a file that has methods, even one that could not be opened.
        file->Methods = null;
        SimulatedDisk disk = Of(vfs);
        try
        {
            int result = disk.Open(Marshal.PtrToStringUTF8((nint)path), flags, out OpenFile? open);
            if (open != null)
            {
                file->OpenFile = GCHandle.ToIntPtr(GCHandle.Alloc(open));
                file->Methods = FileCalls.Methods;
                if (flagsOut != null)
                {
                    *flagsOut = flags;
                }
            }

            return result;
        }
        catch (Exception fault)
        {
            return disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(NativeVfs* vfs, byte* path, int isSynchronised)
    {
        SimulatedDisk disk = Of(vfs);
        try
        {
            return disk.Delete(Marshal.PtrToStringUTF8((nint)path)!, isSynchronised != 0);
        }
        catch (Exception fault)
        {
            return disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(NativeVfs* vfs, byte* path, int flags, int* isThere)
    {
        SimulatedDisk disk = Of(vfs);
        try
        {
            int result = disk.Find(Marshal.PtrToStringUTF8((nint)path)!, out bool isFound);
            *isThere = isFound ? 1 : 0;
            return result;
        }
        catch (Exception fault)
        {
            return disk.Report(fault);
        }
    }

    // Every path is absolute already.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FullPathname(NativeVfs* vfs, byte* path, int bytesMax, byte* full)
    {
        ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path);
        if (name.Length >= bytesMax)
        {
            return raw.SQLITE_CANTOPEN;
        }

        name.CopyTo(new Span<byte>(full, bytesMax));
        full[name.Length] = 0;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Randomness(NativeVfs* vfs, int count, byte* bytes) =>
        Of(vfs).FillRandom(new Span<byte>(bytes, count));

    // Nobody waits: time stands still.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(NativeVfs* vfs, int microseconds) => microseconds;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTime(NativeVfs* vfs, double* julianDay)
    {
        *julianDay = Now;
        return raw.SQLITE_OK;
    }

    // There is no errno behind these errors.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetLastError(NativeVfs* vfs, int count, byte* text) => 0;
}
