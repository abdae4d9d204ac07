#pragma warning disable CS8500, CA1000, CS1998, IDE0051, CS0169, CS0649
using System;

namespace Edge.Device.Planted.Breaking;

public class GenericType<T>
{
    public int Field;
}

public class GenericMethod
{
    public int Same<T>(int value) => value;
}

public class GenericDelegate
{
    private Func<int>? _field;
}

public class GenericCall
{
    public int Count() => Array.Empty<int>().Length;
}

public class TwoDimensions
{
    private int[,]? _field;
}

public class CheckedAddition
{
    public int Sum(int one, int other) => checked(one + other);
}

public class CheckedConversion
{
    public byte Narrow(int value) => checked((byte)value);
}

public interface IDefaultMethod
{
    int Method() => 1;
}

public unsafe class StackAllocation
{
    public int Sum()
    {
        byte* bytes = stackalloc byte[8];
        return bytes[0];
    }
}

public unsafe class FunctionPointer
{
    public int Call(delegate*<int, int> method) => method(1);
}

public unsafe class FunctionAddress
{
    public void* Address() => (delegate*<int>)&Target;

    private static int Target() => 1;
}

public struct StructType
{
    public int Field;
}

public class NullableValue
{
    private int? _field;
}

public class DecimalNumber
{
    private decimal _field;
}

public class AsynchronousMethod
{
    public async void Run()
    {
    }
}

public class Iterator
{
    public System.Collections.IEnumerable Numbers()
    {
        yield return "";
    }
}

public class Tuple
{
    public (int, int) Pair() => (1, 2);
}

// The compiler marks like this what it adds to an assembly by itself.
[Microsoft.CodeAnalysis.Embedded]
internal sealed class RefSafetyRulesAttribute : Attribute
{
}
