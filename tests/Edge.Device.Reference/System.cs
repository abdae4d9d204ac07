namespace System;

public abstract class Array
{
    protected Array() => throw null;

    public int Length => throw null;

    public static void Copy(
        Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length) => throw null;

    public static void Clear(Array array, int index, int length) => throw null;
}

public sealed class String
{
    private String() => throw null;

    public String(char[] value) => throw null;

    [Runtime.CompilerServices.IndexerName("Chars")]
    public char this[int index] => throw null;

    public int Length => throw null;

    public int IndexOf(char value) => throw null;

    public int IndexOf(string value) => throw null;

    public static bool operator ==(string a, string b) => throw null;

    public static bool operator !=(string a, string b) => throw null;

    public char[] ToCharArray() => throw null;

    public static string Concat(string str0, string str1) => throw null;

    public static string Concat(string str0, string str1, string str2) => throw null;

    public static string Concat(string str0, string str1, string str2, string str3) => throw null;

    public static string Concat(params string[] values) => throw null;
}

public class Exception
{
    public Exception() => throw null;
    public virtual string Message => throw null;
}

public class SystemException : Exception
{
    public SystemException() => throw null;
}

public class ArgumentException : SystemException
{
    public ArgumentException(string message) => throw null;

    public ArgumentException(string message, string paramName) => throw null;
}

public class InvalidOperationException : SystemException
{
    public InvalidOperationException(string message) => throw null;
}

public class ArgumentNullException : ArgumentException
{
    public ArgumentNullException(string argument)
        : base(argument) => throw null;
}

public class ArgumentOutOfRangeException : ArgumentException
{
    public ArgumentOutOfRangeException(string paramName, string message)
        : base(message, paramName) => throw null;
}

public static class BitConverter
{
    public static int ToInt32(byte[] value, int startIndex) => throw null;
    public static ulong ToUInt64(byte[] value, int startIndex) => throw null;
}

public static class Environment
{
    public static long TickCount64 => throw null;
}

public class Random
{
    public Random() => throw null;

    public virtual void NextBytes(byte[] buffer) => throw null;
}

public static class Console
{
    public static void WriteLine(string value) => throw null;
}

public struct DateTime
{
    public static readonly DateTime UnixEpoch;

    public static DateTime UtcNow => throw null;

    public long Ticks => throw null;
}

public struct TimeSpan
{
    public const long TicksPerSecond = 10000000;
}
