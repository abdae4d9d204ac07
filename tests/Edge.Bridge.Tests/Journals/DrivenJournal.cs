using System.Text;
using Edge.Bridge.Configuration;
using Edge.Bridge.Journals;
using Edge.Testing.Disks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Bridge.Tests.Journals;

/// <summary>A journal on a simulated disk, whose clock and whose writer the test drives by hand.</summary>
internal sealed class DrivenJournal : IDisposable, IWakeup
{
    public const string Path = "edge.db";

    private readonly JournalWriter _writer;
    private readonly bool _ownsDisk;

    public DrivenJournal(SimulatedDisk? disk = null, JournalOptions? options = null)
    {
        _ownsDisk = disk == null;
        Disk = disk ?? new SimulatedDisk(1);
        Options = options ?? new JournalOptions { ReserveBytes = 0 };
        _writer = new JournalWriter(new JournalFile(Path, Disk.VfsName));
        Journal = new Journal(_writer, Options, () => FreeBytes, this, NullLogger.Instance);
    }

    public SimulatedDisk Disk { get; }

    public Journal Journal { get; }

    public JournalOptions Options { get; }

    public long Now { get; private set; }

    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>Lets time pass, in which the disk does not come round to writing.</summary>
    public int Pass(int milliseconds)
    {
        Now += milliseconds;
        return Journal.Poll(Now);
    }

    /// <summary>The disk writes what it was given, and the loop is told.</summary>
    public void Write()
    {
        _writer.WriteOnce();
        Journal.Poll(Now);
    }

    /// <summary>Lets time pass in which everything works as it should.</summary>
    public void Run(int milliseconds)
    {
        for (int i = 0; i < milliseconds; i++)
        {
            Pass(1);
            _writer.WriteOnce();
        }

        Journal.Poll(Now);
    }

    /// <summary>Runs until nothing waits to be written.</summary>
    public void Settle()
    {
        for (int i = 0; i < 5000 && !Journal.IsSettled; i++)
        {
            Run(1);
        }

        Assert.True(Journal.IsSettled, "something still waits to be written");
    }

    /// <summary>A message with a text.</summary>
    public StoredMessage Message(string topic, string payload, long receivedAt = 0) =>
        Journal.Message(new Topic(topic), Encoding.UTF8.GetBytes(payload), false, receivedAt);

    /// <summary>Takes a message in for the outbox.</summary>
    public ParkedMessage? Take(
        Outbox outbox, StoredMessage message, QualityOfService qualityOfService = QualityOfService.AtLeastOnce,
        Action? written = null)
    {
        Delivery delivery = outbox.Add(message, qualityOfService);
        return Journal.TryTake(
            message.Bytes,
            file => file.Add(message, [delivery]),
            () =>
            {
                outbox.Stored(delivery);
                written?.Invoke();
            },
            null,
            isPatient: false);
    }

    /// <summary>What the disk holds, read by another process after this one was killed.</summary>
    public T Read<T>(Func<JournalFile, T> read)
    {
        using SimulatedDisk disk = Disk.AfterKill();
        disk.CapacityBytes = null;
        using JournalFile file = new(Path, disk.VfsName);
        return read(file);
    }

    /// <summary>Payloads that wait for a recipient on disk, in order.</summary>
    public List<string> Waiting(long recipient) => Read(file => file.Read(recipient, 0, int.MaxValue, int.MaxValue)
        .ConvertAll(delivery => Encoding.UTF8.GetString(delivery.Message.Payload)));

    public void Dispose()
    {
        _writer.Dispose();
        if (_ownsDisk)
        {
            Disk.Dispose();
        }
    }

    void IWakeup.Wake()
    {
        // The test polls when it likes.
    }
}
