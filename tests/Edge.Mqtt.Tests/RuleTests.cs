using System.Reflection;
using Edge.Testing;

namespace Edge.Mqtt.Tests;

/// <summary>Which test proves which normative statement that binds a client: rules.txt names the statements.</summary>
public class RuleTests(ITestOutputHelper output)
{
    private static readonly string[] TestAssemblies = ["Edge.Core.Tests", "Edge.Mqtt.Tests", "Edge.Transports.Tests"];

    // The statements that bind a server alone; a test may prove those too.
    private static readonly string[] ServerIds =
        ("2.3.1-4 3.1.2-1 3.1.2-2 3.1.2-5 3.1.2-7 3.1.2-8 3.1.2-10 3.1.2-12 3.1.2-16 3.1.2-17 3.1.2-24 3.1.3-5 "
            + "3.1.3-6 3.1.3-8 3.1.3-9 3.1.4-1 3.1.4-2 3.1.4-3 3.1.4-4 3.1.4-5 3.2.2-1 3.2.2-2 3.2.2-3 3.2.2-4 "
            + "3.2.2-5 3.2.2-6 3.3.1-3 3.3.1-5 3.3.1-6 3.3.1-7 3.3.1-8 3.3.1-9 3.3.1-10 3.3.1-11 3.3.1-12 3.3.2-3 "
            + "3.3.5-1 3.3.5-2 3.8.3-2 3.8.4-1 3.8.4-2 3.8.4-3 3.8.4-4 3.8.4-5 3.8.4-6 3.9.3-1 3.10.4-1 3.10.4-2 "
            + "3.10.4-3 3.10.4-4 3.10.4-5 3.10.4-6 3.12.4-1 3.14.4-3 4.5.0-1 4.6.0-5 4.6.0-6 4.7.2-1 4.7.3-4 "
            + "6.0.0-4 7.0.0-1 7.1.1-1").Split(' ');

    [Fact]
    public void Every_statement_that_binds_a_client_has_a_test()
    {
        Dictionary<string, string> rules = Rules().ToDictionary(line => line.Split(" | ")[0], line => line);
        ILookup<string, string> tests = Proofs().ToLookup(proof => proof.Id, proof => proof.Test);
        foreach ((string id, string line) in rules.Concat(ServerIds.Where(tests.Contains)
            .ToDictionary(id => id, id => id + " | binds a server")))
        {
            output.WriteLine(line);
            foreach (string test in tests[id])
            {
                output.WriteLine("    " + test);
            }
        }

        Assert.Equal(79, rules.Count);
        Assert.Equal("", string.Join(' ', rules.Keys.Where(id => !tests.Contains(id))));
    }

    [Fact]
    public void A_test_names_only_statements_that_exist()
    {
        IEnumerable<string> known = Rules().Select(line => line.Split(" | ")[0]).Concat(ServerIds);

        Assert.DoesNotContain(Proofs(), proof => !known.Contains(proof.Id));
    }

    private static IEnumerable<(string Id, string Test)> Proofs() =>
        from assembly in TestAssemblies.Select(Load)
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.GetCustomAttributes<FactAttribute>().Any()
        from rule in method.GetCustomAttributes<RuleAttribute>()
        select (rule.Id, $"{type.FullName}.{method.Name}");

    // The other test projects are built before this one and lie beside it: tests/NAME/bin/CONFIGURATION/FRAMEWORK.
    private static Assembly Load(string name)
    {
        string own = typeof(RuleTests).Assembly.GetName().Name!;
        string folder = AppContext.BaseDirectory.Replace(
            Path.Combine(own, "bin"), Path.Combine(name, "bin"), StringComparison.Ordinal);
        return name == own ? typeof(RuleTests).Assembly : Assembly.LoadFrom(Path.Combine(folder, name + ".dll"));
    }

    private static string[] Rules() => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "rules.txt"));
}
