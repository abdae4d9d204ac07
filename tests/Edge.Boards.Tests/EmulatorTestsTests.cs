using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NanoTest = nanoFramework.TestFramework.TestMethodAttribute;
using NanoTestClass = nanoFramework.TestFramework.TestClassAttribute;

namespace Edge.Boards.Tests;

/// <summary>The tests in <c>boards/emulator-tests</c>, run on .NET as their launcher runs them on the nanoCLR.</summary>
public class EmulatorTestsTests
{
    private static readonly MethodInfo[] Methods = [.. typeof(Emulator.Tests.SessionTests).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<NanoTestClass>() != null)
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<NanoTest>() != null)];

    public static IEnumerable<TheoryDataRow<string>> Names =>
        Methods.Select(method => new TheoryDataRow<string>(method.DeclaringType!.Name + "." + method.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_test_for_the_emulator_passes_on_NET(string name)
    {
        MethodInfo method = Methods.Single(one => one.DeclaringType!.Name + "." + one.Name == name);

        method.Invoke(Activator.CreateInstance(method.DeclaringType!), null);
    }
}
