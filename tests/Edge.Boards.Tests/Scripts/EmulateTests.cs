using System;
using System.IO;
using System.Linq;
using Outcome = Edge.Boards.Tests.Scripts.ScriptFolder.Outcome;

namespace Edge.Boards.Tests.Scripts;

public sealed class EmulateTests : IDisposable
{
    private const string Assemblies = "boards/assemblies";
    private const string Passed = "echo 'Test passed,Edge.A.One.0,120'; echo 'Test passed,Edge.A.Two.0,7'";

    private readonly ScriptFolder _folder = new();

    public EmulateTests()
    {
        _folder.Copy("emulate.sh", "emulator-tests/NFUnitTest.csproj");
        _folder.Write("emulator-tests/A.cs", "    [TestMethod]\n    [TestMethod]\n");
        Directory.CreateDirectory(Path.Combine(_folder.Boards, "assemblies"));
        foreach (string assembly in (string[])["Edge.Core", "NFUnitTest", "mscorlib", "nanoFramework.UnitTestLauncher"])
        {
            _folder.Write($"assemblies/{assembly}.pe", "");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tests_that_pass_are_counted()
    {
        Outcome outcome = Run(Passed);

        Assert.Equal((0, 0), (outcome.ExitCode, outcome.Error.Length));
        Assert.Equal(["Emulator tests: 2 passed, 0 failed, 0 skipped"], outcome.Output);
    }

    [Fact]
    public void The_base_library_is_given_first_and_the_tests_last()
    {
        string call = Assert.Single(Run(Passed).Calls);

        string[] files = [.. call.Split(' ').Skip(1).Select(file => Path.GetFileName(file))];
        Assert.Equal(
            ["mscorlib.pe", "Edge.Core.pe", "nanoFramework.UnitTestLauncher.pe", "NFUnitTest.pe"], files);
    }

    [Fact]
    public void Lines_of_a_Windows_program_count_too()
    {
        Assert.Equal(0, Run(@"printf 'Ready.\r\nTest passed,A.One.0,1\r\nTest passed,A.Two.0,1\r\n'").ExitCode);
    }

    [Fact]
    public void A_test_that_fails_is_shown()
    {
        Outcome outcome = Run("echo 'Test passed,A.One.0,1'; echo 'Test failed,A.Two.0,bytes: it is 10 0E'");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            ["Test failed,A.Two.0,bytes: it is 10 0E", "Emulator tests: 1 passed, 1 failed, 0 skipped"], outcome.Output);
    }

    [Fact]
    public void A_test_that_is_skipped_is_no_test_that_passed()
    {
        Assert.Equal(1, Run("echo 'Test passed,A.One.0,1'; echo 'Test skipped,A.Two.0,later'").ExitCode);
    }

    [Theory]
    [InlineData("echo 'Ready.'", 0)]
    [InlineData("echo 'Test passed,A.One.0,1'; kill -SEGV $$", 1)]
    [InlineData("exit 3", 0)]
    public void A_nanoCLR_that_ends_early_has_not_passed(string lines, int run)
    {
        Outcome outcome = Run(lines);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"emulate: the nanoCLR ran {run} of 2 tests", outcome.Error);
    }

    [Fact]
    public void Nanoframeworks_own_tool_is_used_when_there_is_no_other()
    {
        _folder.Fake("nanoclr", Passed);

        Outcome outcome = _folder.Run("emulate.sh", "--assemblies", Assemblies);

        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("nanoclr run --assemblies boards/assemblies/mscorlib.pe ", outcome.Calls[0], StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_built_and_run_when_the_packages_are_there()
    {
        string output = Path.Combine(_folder.Boards, "emulator-tests/bin/Release/netnano1.0");
        _folder.Fake("dotnet", $"mkdir -p {output}; cp {_folder.Boards}/assemblies/*.pe {output}");
        _folder.Variables["NANOCLR"] = _folder.Fake("clr", Passed);

        Outcome outcome = _folder.Run("emulate.sh");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(
            ["dotnet restore emulator-tests", "dotnet build emulator-tests -c Release --no-restore"], outcome.Calls[..2]);
    }

    [Theory]
    [InlineData("error MSB4236: The SDK 'nanoFramework.NET.Sdk/1.0.0-preview.11' specified could not be found.")]
    [InlineData("error NU1101: Unable to find package nanoFramework.CoreLibrary. No packages exist with this id")]
    public void Packages_that_are_not_to_be_had_are_told_in_one_line_and_are_no_failure(string error)
    {
        _folder.Fake("dotnet", $"echo \"{error}\"; exit 1");

        AssertGivenUp("nanoFramework's packages cannot be restored here", _folder.Run("emulate.sh"));
    }

    [Fact]
    public void A_nanoCLR_that_is_not_to_be_had_is_told_in_one_line_and_is_no_failure()
    {
        AssertGivenUp("there is no nanoCLR here", _folder.Run("emulate.sh", "--assemblies", Assemblies));
    }

    [Fact]
    public void A_project_that_cannot_be_restored_for_another_reason_is_a_failure()
    {
        _folder.Fake("dotnet", "echo 'error MSB4025: The project file could not be loaded.'; exit 1");

        Outcome outcome = _folder.Run("emulate.sh");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("error MSB4025: The project file could not be loaded.", outcome.Error);
    }

    [Theory]
    [InlineData("--assemblies needs a folder with .pe files, not ''", "--assemblies")]
    [InlineData("there is no option '--quick'", "--quick")]
    public void A_mistake_gets_one_line(string line, params string[] arguments)
    {
        Outcome outcome = _folder.Run("emulate.sh", arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("emulate: " + line, Assert.Single(outcome.Error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_nanoCLR_that_is_no_program_gets_one_line()
    {
        _folder.Variables["NANOCLR"] = "/nowhere";

        Outcome outcome = _folder.Run("emulate.sh", "--assemblies", Assemblies);

        Assert.Equal((2, "emulate: NANOCLR names no program: /nowhere"), (outcome.ExitCode, Assert.Single(outcome.Error)));
    }

    private static void AssertGivenUp(string line, Outcome outcome)
    {
        Assert.Equal(3, outcome.ExitCode);
        Assert.StartsWith("emulate: " + line, Assert.Single(outcome.Output), StringComparison.Ordinal);
        Assert.EndsWith("; no test was run on a nanoCLR", outcome.Output[0], StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    private Outcome Run(string lines)
    {
        _folder.Variables["NANOCLR"] = _folder.Fake("clr", lines);
        return _folder.Run("emulate.sh", "--assemblies", Assemblies);
    }
}
