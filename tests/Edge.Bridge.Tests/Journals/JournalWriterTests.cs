using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

public class JournalWriterTests
{
    [Fact]
    public void The_writer_is_never_idle_while_a_batch_waits_to_be_taken_back()
    {
        const int Batches = 20_000;
        using JournalWriter writer = new(new JournalFile(":memory:"));
        writer.Start();

        int taken = 0;
        for (int begun = 0; begun < Batches; begun++)
        {
            writer.Begin(new JournalBatch([]));
            while (writer.Take() == null)
            {
                // Asked behind Take, as the journal does.
                Assert.False(writer.IsIdle && writer.Take() == null, $"batch {begun} is nowhere");
            }

            taken++;
            Assert.True(SpinWait.SpinUntil(() => writer.IsIdle, TimeSpan.FromSeconds(10)));
        }

        Assert.Equal(Batches, taken);
    }
}
