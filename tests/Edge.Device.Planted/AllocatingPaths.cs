#pragma warning disable CS0649
using System;

namespace Edge.Device.Planted.Allocating;

public class NewObject
{
    public object Poll() => new NewObject();
}

public class NewArray
{
    public byte[] Poll() => new byte[4];
}

public class Boxing
{
    public object Poll(int value) => value;
}

public class StringLiteral
{
    public string Poll() => "text";
}

public class DelegateCreation
{
    public Action Poll() => Target;

    private void Target()
    {
    }
}

public class VirtualDelegateCreation
{
    public Action Poll() => Target;

    public virtual void Target()
    {
    }
}

public class DelegateCall
{
    private readonly Callback? _callback = null;

    public delegate void Callback();

    public void Poll() => _callback!();
}

public class StructLocal
{
    private readonly int _value = 1;

    public int Poll()
    {
        Pair pair;
        pair.One = _value;
        pair.Other = pair.One + _value;
        Use(ref pair);
        return pair.Other;
    }

    private static void Use(ref Pair pair) => pair.Other++;
}

public class StructParameter
{
    public int Poll(Pair pair) => pair.One;
}

public class StructReturn
{
    private Pair[] _pairs = new Pair[1];

    public Pair Poll() => _pairs[0];
}

public class StructCopy
{
    private Pair _one;
    private Pair _other;

    public void Poll() => _one = _other;
}

public struct Pair
{
    public int One;
    public int Other;
}

public class UnknownBaseMember
{
    public string Poll(string text) => string.Concat(text, text);
}

public class VirtualBaseMember
{
    public string? Poll(object value) => value.ToString();
}

public class ValueToString
{
    public string Poll(DayOfWeek day) => day.ToString();
}

public class ThrowOnPeerData
{
    public void Poll(int value)
    {
        if (value > 3)
        {
            throw new FormatException();
        }
    }
}

public class ReadyException
{
    private readonly ArgumentException _ready = new();

    public void Poll() => throw _ready;
}

public class Rethrow
{
    public void Poll()
    {
        try
        {
            Poll();
        }
        catch (ArgumentException)
        {
            throw;
        }
    }
}

public class CaughtWhereThrown
{
    public void Poll()
    {
        try
        {
            throw new ArgumentException("caught");
        }
        catch (ArgumentException)
        {
        }
    }
}

public class BeforeTheThrow
{
    public int Poll(int value)
    {
        object kept = new BeforeTheThrow();
        if (value > 3)
        {
            throw new ArgumentException("large", nameof(value));
        }

        return kept == this ? 1 : 0;
    }
}

public interface IStream
{
    object Read();
}

public class ThroughAnInterface
{
    private readonly IStream _stream = new Stream();

    public void Poll() => _stream.Read();

    private sealed class Stream : IStream
    {
        object IStream.Read() => new Stream();
    }
}

public class ThroughAnOverride
{
    private readonly Base _base = new Derived();

    public void Poll() => _base.Read();

    internal class Base
    {
        public virtual object? Read() => null;
    }

    internal sealed class Derived : Base
    {
        public override object? Read() => new Derived();
    }
}

public class InACatch
{
    public object? Poll()
    {
        try
        {
            return Poll();
        }
        catch (FormatException)
        {
            return new InACatch();
        }
    }
}
