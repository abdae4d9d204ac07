using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace Edge.Boards.Tests.Scripts;

/// <summary>A copy of a part of <c>boards/</c>, and tools that only write down how they were called.</summary>
internal sealed class ScriptFolder : IDisposable
{
    // All that the scripts may find besides the tools.
    private static readonly string[] SystemTools =
        ["bash", "basename", "cat", "cp", "dirname", "find", "grep", "ls", "mkdir", "mktemp", "rm", "sed", "sort", "tee"];

    private readonly string _root = Directory.CreateTempSubdirectory("edge-boards-").FullName;

    public ScriptFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts' tools here are Linux's");
        Directory.CreateDirectory(Tools);
        Directory.CreateDirectory(Boards);
        foreach (string tool in SystemTools)
        {
            File.CreateSymbolicLink(Path.Combine(Tools, tool), FindTool(tool));
        }
    }

    public string Boards => Path.Combine(_root, "boards");

    /// <summary>Variables of the scripts' environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    private string Tools => Path.Combine(_root, "tools");

    private string Log => Path.Combine(_root, "calls");

    /// <summary>Copies files from the repository's <c>boards/</c>.</summary>
    public void Copy(params string[] files)
    {
        foreach (string file in files)
        {
            string target = Path.Combine(Boards, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Repository(), "boards", file), target);
        }
    }

    /// <summary>Puts a tool on the path, which writes down its arguments and then runs these lines of bash.</summary>
    /// <returns>Where it is.</returns>
    public string Fake(string tool, string lines = "")
    {
        string path = Path.Combine(Tools, tool);
        File.WriteAllText(path, $"#!/bin/bash\necho \"{tool} $*\" >> '{Log}'\n{lines}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        return path;
    }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Boards, file), text);

    /// <summary>Runs a script of <see cref="Boards"/>.</summary>
    public Outcome Run(string script, params string[] arguments)
    {
        File.Delete(Log);
        ProcessStartInfo start = new("bash", [Path.Combine(Boards, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _root,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Tools;
        start.Environment["TMPDIR"] = _root;
        foreach ((string name, string value) in Variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        string error = errors.Result;
        Assert.True(process.WaitForExit(60_000), "the script does not end");
        return new Outcome(process.ExitCode, Lines(output), Lines(error), File.Exists(Log) ? File.ReadAllLines(Log) : []);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string FindTool(string tool) =>
        File.Exists("/usr/bin/" + tool) ? "/usr/bin/" + tool : "/bin/" + tool;

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Edge.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run inside the repository");
    }

    /// <param name="ExitCode">How it ended.</param>
    /// <param name="Output">Lines of its standard output.</param>
    /// <param name="Error">Lines of its standard error.</param>
    /// <param name="Calls">The tools it called, with their arguments.</param>
    internal sealed record Outcome(int ExitCode, string[] Output, string[] Error, string[] Calls);
}
