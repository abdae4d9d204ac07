using System;
using System.IO;

namespace Edge.Storage;

/// <summary>A file as a storage area: one half of a <see cref="RecordStore"/>, which needs two. On a device it lies on the
/// internal flash file system (<c>I:\</c>) or on a card; the directory must exist.</summary>
/// <remarks>The file is opened at construction and stays open; nobody else may have it open. It grows from its start as
/// the log does, and is cut to nothing when it is erased.</remarks>
public sealed partial class FileArea : IStorageArea
{
    private readonly FileStream? _stream;

    /// <summary>Opens the file, or makes an empty one.</summary>
    /// <param name="path">Its name, with its directory.</param>
    /// <param name="capacityBytes">Bytes that it may grow to, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no name, or no room.</exception>
    public FileArea(string path, int capacityBytes)
    {
        if (path == null || path.Length == 0)
        {
            throw new ArgumentException("a file needs a name", nameof(path));
        }

        if (capacityBytes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(capacityBytes), "an area takes at least 1 byte");
        }

        CapacityBytes = capacityBytes;
        try
        {
            _stream = Open(path);
        }
        catch (Exception e)
        {
            LastFailure = e;
        }
    }

    /// <inheritdoc/>
    public int CapacityBytes { get; }

    /// <summary>What the file system said when it failed last; null when it has not failed. A file that could not be opened
    /// fails every call.</summary>
    public Exception? LastFailure { get; private set; }

    /// <inheritdoc/>
    public bool Read(int position, byte[] buffer, int offset, int count)
    {
        if (_stream == null)
        {
            return false;
        }

        try
        {
            // Never beyond the end: nanoFramework's driver says so with a count of -1.
            long left = _stream.Length - position;
            int stored = left < count ? (int)left : count;
            int taken = 0;
            if (stored > 0)
            {
                _stream.Position = position;
                while (taken < stored)
                {
                    int part = _stream.Read(buffer, offset + taken, stored - taken);
                    if (part <= 0)
                    {
                        return false;
                    }

                    taken += part;
                }
            }

            Blank(buffer, offset + taken, count - taken);
            return true;
        }
        catch (Exception e)
        {
            LastFailure = e;
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Write(int position, byte[] bytes, int offset, int count)
    {
        if (_stream == null || count > CapacityBytes - position)
        {
            return false;
        }

        try
        {
            if (_stream.Length != position)
            {
                // Bytes 0xFF at its end were lost in a power cut, or something else stands there: a file that grew by
                // itself would hold zeros.
                return false;
            }

            _stream.Position = position;
            _stream.Write(bytes, offset, count);
            return true;
        }
        catch (Exception e)
        {
            LastFailure = e;
            return false;
        }
    }

    /// <inheritdoc/>
    public bool EraseAll()
    {
        if (_stream == null)
        {
            return false;
        }

        try
        {
            _stream.SetLength(0);
            Synchronise(_stream);
            return true;
        }
        catch (Exception e)
        {
            LastFailure = e;
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Flush()
    {
        if (_stream == null)
        {
            return false;
        }

        try
        {
            Synchronise(_stream);
            return true;
        }
        catch (Exception e)
        {
            LastFailure = e;
            return false;
        }
    }

    private static void Blank(byte[] buffer, int offset, int count)
    {
        if (count > 0)
        {
            buffer[offset] = 0xFF;
        }

        // Each copy doubles what is there.
        for (int done = 1; done < count; done += done)
        {
            Array.Copy(buffer, offset, buffer, offset + done, done < count - done ? done : count - done);
        }
    }
}
