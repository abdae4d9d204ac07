using System;
using System.IO;
using System.Runtime.CompilerServices;
using Edge.Mqtt;

namespace Edge.Boards.Tests;

public sealed class MessageStoreTests : IDisposable
{
    private const int LogBytes = 2048;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-store-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "messages");

    [Fact]
    public void A_log_full_of_messages_is_in_the_files_and_there_again_after_a_restart()
    {
        int stored = Fill(Path, out _);
        Assert.InRange(stored, 15, 40);
        CloseFiles();
        Fill(Path, out int found);
        Assert.Equal(stored, found);
    }

    [Fact]
    public void Without_a_path_there_is_no_store() => Assert.Null(MessageStore.Open("", LogBytes));

    [Fact]
    public void Without_a_folder_to_write_to_there_is_no_store() =>
        Assert.Null(MessageStore.Open(System.IO.Path.Combine(_folder.FullName, "absent", "messages"), LogBytes));

    [Theory]
    [InlineData(64)]
    [InlineData(8192)]
    [InlineData(1_048_576)]
    public void Any_memory_for_messages_makes_a_store(int logBytes) => Assert.NotNull(MessageStore.Open(Path, logBytes));

    public void Dispose()
    {
        CloseFiles();
        _folder.Delete(recursive: true);
    }

    // A store keeps its files open as long as its program runs: here as long as somebody refers to it.
    private static void CloseFiles()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    // Publishes until the client takes no more; returns what it took, and what it had before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fill(string path, out int found)
    {
        ISessionStore store = MessageStore.Open(path, LogBytes)!;
        MqttClientOptions options = new("board") { LogBytes = LogBytes, Store = store, StoresMessages = true };
        MqttClient client = new(options, new Edge.Simulation.SimulatedNetwork(() => 0, 1, 0, _ => { }).Client());
        found = client.Session.QueuedMessages;
        Topic topic = new("sensors/board/air");
        byte[] payload = new byte[40];
        while (client.Publish(topic, payload, 0, payload.Length, QualityOfService.AtLeastOnce, false)
            == PublishResult.Stored)
        {
        }

        return client.Session.QueuedMessages;
    }
}
