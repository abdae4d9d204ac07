namespace System;

// What the compiler itself asks for. The sizes and operations of these types are the runtime's.
public class Object
{
    public Object() => throw null;

    public virtual bool Equals(object obj) => throw null;

    public virtual int GetHashCode() => throw null;

    public virtual string ToString() => throw null;
}

public abstract class ValueType
{
    protected ValueType() => throw null;
}

public abstract class Enum : ValueType
{
    protected Enum() => throw null;
}

public struct Void
{
}

public struct Boolean
{
}

public struct Byte
{
}

public struct Char
{
}

public struct Double
{
}

public struct Int16
{
}

public struct Int32
{
    public const int MaxValue = 0x7FFFFFFF;

    public const int MinValue = unchecked((int)0x80000000);

    public override string ToString() => throw null;
}

public struct Int64
{
    public const long MaxValue = 0x7FFFFFFFFFFFFFFF;

    public const long MinValue = unchecked((long)0x8000000000000000);
}

public struct IntPtr
{
}

public struct UInt16
{
}

public struct UInt32
{
}

public struct UInt64
{
}

public struct UIntPtr
{
}

public abstract class Delegate
{
    protected Delegate() => throw null;
}

public abstract class MulticastDelegate : Delegate
{
    protected MulticastDelegate() => throw null;
}

public abstract class Type
{
    protected Type() => throw null;
}

public struct RuntimeTypeHandle
{
}

public struct RuntimeFieldHandle
{
}
