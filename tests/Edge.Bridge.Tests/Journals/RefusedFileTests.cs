using Edge.Bridge.Journals;
using Edge.Testing.Disks;

namespace Edge.Bridge.Tests.Journals;

/// <summary>A file that cannot be the journal is refused with one line that names it and says what would be right.</summary>
public sealed class RefusedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string JournalPath => Path.Combine(_folder.Path, "edge.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_a_newer_version_is_left_alone()
    {
        new JournalFile(JournalPath).Dispose();
        Execute(JournalPath, "PRAGMA user_version = 99");

        Assert.Equal(
            $"{JournalPath} was written by a newer version (schema 99, this one knows 2); use that version", Refusal(JournalPath));
    }

    [Fact]
    public void A_file_of_the_first_version_is_brought_forward_with_everything_in_it()
    {
        Filled();
        Execute(JournalPath, "DROP TABLE topic");
        Execute(JournalPath, "ALTER TABLE session DROP COLUMN link");
        Execute(JournalPath, "PRAGMA user_version = 1");

        using JournalFile file = new(JournalPath);
        JournalContents contents = file.Load();
        Assert.Equal(200, contents.LastMessage);
        Assert.Null(contents.Sessions.Single().Link);
        file.Begin();
        file.PutSession(new StoredSession(2, "d2", false, null, null) { Link = "radio" });
        file.PutTopic(2, 1, new Topic("a/b"));
        file.Commit();
        StoredSession added = file.Load().Sessions.Single(session => session.Id == 2);
        Assert.Equal(("radio", "a/b"), (added.Link, added.Topics.Single().ToString()));
    }

    [Fact]
    public void A_database_of_something_else_is_left_as_it_was()
    {
        Execute(JournalPath, "CREATE TABLE recipe (name TEXT)");
        byte[] before = File.ReadAllBytes(JournalPath);

        Assert.Equal($"{JournalPath} is a database of something else; name another file", Refusal(JournalPath));
        Assert.Equal(before, File.ReadAllBytes(JournalPath));
        Assert.Equal([JournalPath], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_of_other_bytes_is_no_journal()
    {
        byte[] bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(JournalPath, bytes);

        Assert.Equal(
            $"{JournalPath} is damaged or no journal (file is not a database); move it away to start with an empty one",
            Refusal(JournalPath));
        Assert.Equal(bytes, File.ReadAllBytes(JournalPath));
    }

    [Fact]
    public void An_empty_file_becomes_a_journal()
    {
        File.WriteAllBytes(JournalPath, []);
        using JournalFile file = new(JournalPath);
        Assert.Equal(0, file.Load().LastMessage);
    }

    [Fact]
    public void A_file_that_was_cut_short_is_damaged_wherever_it_was_cut()
    {
        byte[] whole = Filled();
        foreach (int length in (int[])[100, 1000, .. Enumerable.Range(1, whole.Length / 4096 - 1).Select(page => page * 4096)])
        {
            File.WriteAllBytes(JournalPath, whole[..length]);
            AssertDamaged($"cut at {length}");
        }
    }

    [Fact]
    public void A_file_with_a_page_of_other_bytes_is_damaged_or_opens()
    {
        byte[] whole = Filled();
        int refused = 0;
        for (int page = 0; page < whole.Length / 4096; page++)
        {
            byte[] bytes = [.. whole];
            new Random(page).NextBytes(bytes.AsSpan(page * 4096, 4096));
            File.WriteAllBytes(JournalPath, bytes);
            try
            {
                using JournalFile file = new(JournalPath);
                file.Load();
            }
            catch (JournalException)
            {
                refused++;
                AssertDamaged($"page {page}");
            }
        }

        Assert.True(refused >= 4, $"only {refused} damaged pages were noticed");
    }

    [Fact]
    public void A_file_that_another_process_uses_is_refused()
    {
        using SimulatedDisk disk = new(1);
        using JournalFile first = new("edge.db", disk.VfsName);
        JournalException failure = Assert.Throws<JournalException>(() => new JournalFile("edge.db", disk.VfsName));

        Assert.Equal("edge.db is in use by another process", failure.Message);
        first.Begin();
        first.AddInbound(0, 1);
        first.Commit();
    }

    [Fact]
    public void A_real_file_is_refused_while_it_is_in_use()
    {
        using JournalFile first = new(JournalPath);
        Assert.Equal($"{JournalPath} is in use by another process", Refusal(JournalPath));
    }

    [Fact]
    public void A_new_file_and_what_lies_beside_it_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes");
            return;
        }

        using JournalFile file = new(JournalPath);
        file.Begin();
        file.AddInbound(0, 1);
        file.Commit();

        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        foreach (string path in Directory.GetFiles(_folder.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        string path = Path.Combine(_folder.Path, "none", "edge.db");
        Assert.StartsWith($"{path} cannot be opened: ", Refusal(path));
    }

    [Fact]
    public void A_folder_in_which_nothing_can_be_made_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/sys is Linux'");
        // Closed to the superuser, too.
        Assert.StartsWith("/sys/edge.db cannot be opened: ", Refusal("/sys/edge.db"));
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Assert.StartsWith($"{_folder.Path} cannot be opened: ", Refusal(_folder.Path));
    }

    private static string Refusal(string path)
    {
        JournalException failure = Assert.Throws<JournalException>(() => new JournalFile(path));
        Assert.DoesNotContain('\n', failure.Message);
        return failure.Message;
    }

    private static void Execute(string path, string sql)
    {
        using Database database = new(path, null);
        database.Execute(sql);
    }

    // What is found later than at opening is found at loading, before anything runs.
    private void AssertDamaged(string what)
    {
        JournalException failure = Assert.Throws<JournalException>(() =>
        {
            using JournalFile file = new(JournalPath);
            file.Load();
        });
        Assert.True(
            failure.Message.StartsWith($"{JournalPath} is damaged or no journal (", StringComparison.Ordinal)
            && !failure.Message.Contains('\n', StringComparison.Ordinal),
            $"{what}: {failure.Message}");
    }

    private byte[] Filled()
    {
        using (JournalFile file = new(JournalPath))
        {
            file.Begin();
            file.PutSession(new StoredSession(1, "d1", false, null, null));
            file.AddInbound(1, 1);
            for (int i = 1; i <= 200; i++)
            {
                StoredMessage message = new(i, new Topic("t"), new byte[200], false, 0);
                file.Add(message, [new Delivery(0, i, message, QualityOfService.AtLeastOnce)]);
            }

            file.Commit();
        }

        return File.ReadAllBytes(JournalPath);
    }
}
