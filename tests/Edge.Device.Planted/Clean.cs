using System;
using System.Threading;

namespace Edge.Device.Planted.Free;

/// <summary>What is allowed: whatever allocates is on a cold path or on the way to a programmer's error.</summary>
public class Clean
{
    private readonly object _gate = new();
    private readonly byte[] _bytes = new byte[8];
    private readonly IUser _user;
    private readonly Clean? _next;
    private object? _opened;

    public Clean(IUser user, Clean? next)
    {
        _user = user;
        _next = next;
    }

    public enum Kind
    {
        One,
        Two,
    }

    public interface IUser
    {
        object OnCalled();
    }

    public virtual int Poll(int value, out byte[] bytes)
    {
        if (value < 0)
        {
            string text = value < -1 ? "very " : "";
            throw new ArgumentOutOfRangeException(text + value.GetType(), "negative");
        }

        bytes = _bytes;
        Monitor.Enter(_gate);
        try
        {
            Array.Copy(bytes, 0, _bytes, 1, 4);
            _user.OnCalled();
        }
        catch (Exception failure)
        {
            _opened = failure;
        }
        finally
        {
            Monitor.Exit(_gate);
        }

        Open();
        ref byte first = ref bytes[0];
        first++;
        return _next is null ? (int)KindOf(value) : _next.Poll(value, out bytes);
    }

    private static Kind KindOf(int value) => value switch
    {
        1 => Kind.One,
        2 => Kind.Two,
        _ => (Kind)value,
    };

    [ColdPath]
    private void Open() => _opened = new byte[3];
}
