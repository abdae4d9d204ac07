using System;
using System.IO;
using Outcome = Edge.Boards.Tests.Scripts.ScriptFolder.Outcome;

namespace Edge.Boards.Tests.Scripts;

public sealed class FlashTests : IDisposable
{
    private const string Board = "Esp32.Wifi.Bme280";

    private readonly ScriptFolder _folder = new();
    private readonly string _port;
    private readonly string _image;

    public FlashTests()
    {
        _folder.Copy(
            "flash.sh", $"{Board}/{Board}.csproj", $"{Board}/Secrets.example.cs",
            "Esp32.Serial.Bme280/Esp32.Serial.Bme280.csproj", "RaspberryPi.Bme280/RaspberryPi.Bme280.csproj");
        _folder.Write($"{Board}/Secrets.cs", "");
        _folder.Write("ttyUSB0", "");
        _port = Path.Combine(_folder.Boards, "ttyUSB0");
        _image = Path.Combine(_folder.Boards, Board, "bin/Release/netnano1.0", Board + ".bin");
        _folder.Fake("dotnet", $"mkdir -p $(dirname {_image}) && echo > {_image}");
        _folder.Fake("nanoff");
        _folder.Fake("sleep");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Firmware_and_program_are_flashed_in_this_order_after_the_program_was_built()
    {
        Outcome outcome = _folder.Run("flash.sh", Board, _port);

        Assert.Equal((0, 0), (outcome.ExitCode, outcome.Error.Length));
        Assert.Equal([Build(Board), Firmware(), "sleep 3", Deploy()], outcome.Calls);
    }

    [Fact]
    public void Firmware_alone_builds_nothing_and_wants_no_secrets()
    {
        File.Delete(Path.Combine(_folder.Boards, Board, "Secrets.cs"));

        Outcome outcome = _folder.Run("flash.sh", Board, _port, "--firmware");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal([Firmware()], outcome.Calls);
    }

    [Fact]
    public void The_program_alone_leaves_the_firmware()
    {
        Outcome outcome = _folder.Run("flash.sh", "--app", "boards/" + Board, _port);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal([Build(Board), Deploy()], outcome.Calls);
    }

    [Fact]
    public void A_port_of_Windows_is_left_to_nanoff()
    {
        Outcome outcome = _folder.Run("flash.sh", Board, "COM3", "--firmware");

        Assert.Equal(["nanoff --update --platform esp32 --serialport COM3"], outcome.Calls);
    }

    [Theory]
    [InlineData("which board, and on which port?")]
    [InlineData("which board, and on which port?", Board)]
    [InlineData("one board and one port, not 'x' too", Board, "ttyUSB0", "x")]
    [InlineData("there is no option '--firmwear'; there are --firmware and --app", Board, "ttyUSB0", "--firmwear")]
    [InlineData("board 'Esp32': there is no folder with a Esp32.csproj", "Esp32", "ttyUSB0")]
    [InlineData("board 'RaspberryPi.Bme280' is not flashed", "RaspberryPi.Bme280", "ttyUSB0")]
    [InlineData("port '/dev/ttyUSB77': there is none", Board, "/dev/ttyUSB77")]
    public void A_mistake_gets_one_line(string line, params string[] arguments)
    {
        AssertRefused(line, _folder.Run("flash.sh", arguments));
    }

    [Theory]
    [InlineData("dotnet", "dotnet is missing: install the .NET SDK")]
    [InlineData("nanoff", "nanoff is missing: dotnet tool install -g nanoff")]
    public void A_tool_that_is_missing_gets_one_line(string tool, string line)
    {
        File.Delete(_folder.Fake(tool));

        AssertRefused(line, _folder.Run("flash.sh", Board, _port));
    }

    [Fact]
    public void Secrets_that_are_missing_get_one_line()
    {
        string secrets = Path.Combine(_folder.Boards, Board, "Secrets.cs");
        File.Delete(secrets);

        AssertRefused(secrets + " is missing: copy Secrets.example.cs", _folder.Run("flash.sh", Board, _port));
    }

    [Fact]
    public void A_build_that_fails_leaves_the_board_as_it_is()
    {
        _folder.Fake("dotnet", "exit 1");

        Outcome outcome = _folder.Run("flash.sh", Board, _port);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(["flash: the program did not build"], outcome.Error);
        Assert.Equal([Build(Board)], outcome.Calls);
    }

    [Fact]
    public void A_build_that_makes_no_image_is_noticed()
    {
        _folder.Fake("dotnet");

        Outcome outcome = _folder.Run("flash.sh", Board, _port);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(["flash: the build has made no " + _image], outcome.Error);
    }

    [Fact]
    public void A_firmware_that_is_not_written_is_told_and_the_program_is_not_tried()
    {
        _folder.Fake("nanoff", "exit 3");

        Outcome outcome = _folder.Run("flash.sh", Board, _port);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("flash: the firmware was not written", Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Equal([Build(Board), Firmware()], outcome.Calls);
    }

    private static void AssertRefused(string line, Outcome outcome)
    {
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("flash: " + line, Assert.Single(outcome.Error), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Calls);
    }

    private string Build(string board) => $"dotnet build {_folder.Boards}/{board} -c Release";

    private string Firmware() => $"nanoff --update --platform esp32 --serialport {_port}";

    private string Deploy() => $"nanoff --nanodevice --deploy --serialport {_port} --image {_image}";
}
