using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Edge.Testing.Disks;

/// <summary>SQLite's calls on an open file. No exception leaves them.</summary>
internal static unsafe class FileCalls
{
    // What the unix VFS of this SQLite says of a file on ext4: a torn write harms none but the bytes written.
    private const int PowersafeOverwrite = 0x1000;
    private const int SubpageRead = 0x8000;
    private const int SectorBytes = 4096;

    /// <summary>One table for all files, for as long as the process lives.</summary>
    internal static readonly NativeFileMethods* Methods = CreateMethods();

    private static NativeFileMethods* CreateMethods()
    {
        NativeFileMethods* methods = (NativeFileMethods*)NativeMemory.AllocZeroed((nuint)sizeof(NativeFileMethods));
        methods->Version = 1;
        methods->Close = &Close;
        methods->Read = &Read;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        methods->FileSize = &FileSize;
        methods->Lock = &Lock;
        methods->Unlock = &Unlock;
        methods->CheckReservedLock = &CheckReservedLock;
        methods->FileControl = &FileControl;
        methods->SectorSize = &SectorSize;
        methods->DeviceCharacteristics = &DeviceCharacteristics;
        return methods;
    }

    private static OpenFile Of(NativeFile* file) => (OpenFile)GCHandle.FromIntPtr(file->OpenFile).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(NativeFile* native)
    {
        OpenFile file = Of(native);
        GCHandle.FromIntPtr(native->OpenFile).Free();
        native->OpenFile = 0;
        try
        {
            file.Disk.Close(file);
            return raw.SQLITE_OK;
        }
        catch (Exception fault)
        {
            return file.Disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(NativeFile* native, byte* buffer, int count, long offset)
    {
        OpenFile file = Of(native);
        try
        {
            return file.Disk.Read(file, new Span<byte>(buffer, count), offset);
        }
        catch (Exception fault)
        {
            return file.Disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* native, byte* bytes, int count, long offset)
    {
        OpenFile file = Of(native);
        try
        {
            return file.Disk.Write(file, new ReadOnlySpan<byte>(bytes, count), offset);
        }
        catch (Exception fault)
        {
            return file.Disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(NativeFile* native, long length)
    {
        OpenFile file = Of(native);
        try
        {
            return file.Disk.Truncate(file, length);
        }
        catch (Exception fault)
        {
            return file.Disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(NativeFile* native, int flags)
    {
        OpenFile file = Of(native);
        try
        {
            return file.Disk.Synchronise(file);
        }
        catch (Exception fault)
        {
            return file.Disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(NativeFile* native, long* length)
    {
        OpenFile file = Of(native);
        try
        {
            return file.Disk.Measure(file, out *length);
        }
        catch (Exception fault)
        {
            return file.Disk.Report(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(NativeFile* native, int level)
    {
        OpenFile file = Of(native);
        return file.Disk.RaiseLock(file, level);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(NativeFile* native, int level)
    {
        OpenFile file = Of(native);
        file.Disk.LowerLock(file, level);
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(NativeFile* native, int* isReserved)
    {
        *isReserved = Of(native).File.Lock.IsReserved ? 1 : 0;
        return raw.SQLITE_OK;
    }

    // No hint and no pragma means anything here.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(NativeFile* native, int operation, void* argument) => raw.SQLITE_NOTFOUND;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(NativeFile* native) => SectorBytes;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(NativeFile* native) => PowersafeOverwrite | SubpageRead;
}
