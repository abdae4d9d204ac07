using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

public class JournalWriterTests
{
    [Fact]
    public void A_batch_that_was_begun_is_given_back_however_often_it_is_asked_for()
    {
        const int Batches = 5_000;
        using JournalWriter writer = new(new JournalFile(":memory:"));
        writer.Start();

        for (int begun = 0; begun < Batches; begun++)
        {
            writer.Begin(new JournalBatch([]));
            while (writer.Take() == null)
            {
                // Asked behind Take, as the journal does.
                Assert.False(writer.IsIdle && writer.Take() == null, $"batch {begun} is nowhere");
            }

            Assert.True(SpinWait.SpinUntil(() => writer.IsIdle, TimeSpan.FromSeconds(10)));
        }
    }
}
