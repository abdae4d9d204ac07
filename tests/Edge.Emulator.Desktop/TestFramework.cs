using System;

// Under the names and with the members of nanoFramework's TestFramework that the tests use.
namespace nanoFramework.TestFramework;

[AttributeUsage(AttributeTargets.Class)]
public class TestClassAttribute : Attribute
{
}

[AttributeUsage(AttributeTargets.Method)]
public class TestMethodAttribute : Attribute
{
}

public sealed class Assert
{
    private Assert()
    {
    }

    public static void IsTrue(bool condition, string message = "") => Check(condition, "false", message);

    public static void AreEqual(bool a, bool b, string message = "") => Check(a == b, b ? "true" : "false", message);

    public static void AreEqual(int a, int b, string message = "") => Check(a == b, b.ToString(), message);

    public static void AreEqual(uint a, uint b, string message = "") => Check(a == b, ((int)b).ToString(), message);

    public static void AreEqual(string a, string b, string message = "") => Check(a == b, b, message);

    public static void Contains(string expected, string value, string message = "") =>
        Check(value.IndexOf(expected) >= 0, value, message);

    private static void Check(bool isRight, string actual, string message)
    {
        if (!isRight)
        {
            throw new InvalidOperationException(message + ": it is " + actual);
        }
    }
}
