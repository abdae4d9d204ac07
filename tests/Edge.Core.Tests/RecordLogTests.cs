namespace Edge.Core.Tests;

public class RecordLogTests
{
    [Fact]
    public void Whatever_is_done_in_whatever_order_the_log_says_what_a_list_says()
    {
        for (int seed = 1; seed <= 2000; seed++)
        {
            Random random = new(seed);
            RecordLog log = new(64 + random.Next(400));
            List<(byte[] Body, byte State, int Identifier, int Token)> model = [];
            int cursor = 0;
            for (int step = 0; step < 200; step++)
            {
                switch (random.Next(8))
                {
                    case 0 or 1 or 2:
                        byte[] body = new byte[random.Next(40)];
                        random.NextBytes(body);
                        int used = model.Sum(record => record.Body.Length + RecordLog.HeaderBytes);
                        int token = random.Next(int.MinValue, int.MaxValue);
                        byte state = (byte)random.Next(256);
                        int appended = log.Append(body.Length, state, token);
                        Assert.Equal(used + body.Length + RecordLog.HeaderBytes <= log.CapacityBytes, appended != RecordLog.None);
                        if (appended != RecordLog.None)
                        {
                            body.CopyTo(log.Bytes, RecordLog.BodyOffset(appended));
                            model.Add((body, state, 0, token));
                        }

                        break;
                    case 3 or 4 when model.Count > 0:
                        int removed = random.Next(4) == 0 ? random.Next(model.Count) : 0;
                        int next = log.Remove(Nth(log, removed));
                        model.RemoveAt(removed);
                        cursor -= removed < cursor ? 1 : 0;
                        Assert.Equal(removed < model.Count ? Nth(log, removed) : RecordLog.None, next);
                        break;
                    case 5 when cursor < model.Count:
                        log.AdvanceCursor();
                        cursor++;
                        break;
                    case 6 when random.Next(4) == 0:
                        log.RewindCursor();
                        cursor = 0;
                        break;
                    case 7 when model.Count > 0:
                        int changed = random.Next(model.Count);
                        int identifier = random.Next(65536);
                        byte newState = (byte)random.Next(256);
                        log.SetIdentifier(Nth(log, changed), identifier);
                        log.SetState(Nth(log, changed), newState);
                        model[changed] = model[changed] with { Identifier = identifier, State = newState };
                        break;
                    default:
                        break;
                }

                Check(seed, log, model, cursor);
            }
        }
    }

    private static void Check(
        int seed, RecordLog log, List<(byte[] Body, byte State, int Identifier, int Token)> model, int cursor)
    {
        Assert.True(model.Count == log.Count, $"seed {seed}: {log.Count} records instead of {model.Count}");
        int record = log.First;
        for (int i = 0; i < model.Count; i++)
        {
            Assert.True(record != RecordLog.None, $"seed {seed}: record {i} is missing");
            Assert.Equal(model[i].Body, log.Bytes.AsSpan(RecordLog.BodyOffset(record), log.BodyLength(record)).ToArray());
            Assert.Equal(model[i].State, log.State(record));
            Assert.Equal(model[i].Identifier, log.Identifier(record));
            Assert.Equal(model[i].Token, log.Token(record));
            Assert.True((i == cursor) == (record == log.Cursor), $"seed {seed}: the cursor is not at {cursor}");
            record = log.Next(record);
        }

        Assert.Equal(RecordLog.None, record);
        Assert.True(cursor < model.Count || log.Cursor == RecordLog.None, $"seed {seed}: the cursor is not at the end");
    }

    private static int Nth(RecordLog log, int n)
    {
        int record = log.First;
        for (; n > 0; n--)
        {
            record = log.Next(record);
        }

        return record;
    }
}
