using System.Text;
using Edge.Bridge.Guard;
using Edge.Testing;

namespace Edge.Bridge.Tests.Guard;

public class UsersFileTests
{
    private const string Hash =
        "s7VPb55jQN6ZNyGR7XsgiInTVqW4b/WSmcF2oic8IfFp8F28mPC+1NO+MzSgTklGEqNXoBPnHZxbGf1gVCuXpA==";

    [Fact]
    public void Users_are_read_as_mosquitto_passwd_writes_them()
    {
        UsersFile file = Read($"# ours\n\nalice:$7$101$FO9xoFqUPlWZTbIF${Hash}\r\nb # c$:$7$20000$/252${Hash}");

        Assert.Empty(file.Mistakes);
        Assert.Equal(["alice", "b # c$"], file.Users.Select(user => Encoding.UTF8.GetString(user.Name)));
        Assert.Equal([101, 20_000], file.Users.Select(user => user.Iterations));
        Assert.Equal([12, 3], file.Users.Select(user => user.Salt.Length));
        Assert.All(file.Users, user => Assert.Equal(64, user.Hash.Length));
    }

    [Fact]
    public void What_the_real_mosquitto_passwd_writes_is_verified()
    {
        string? tool = new[] { "/usr/bin/mosquitto_passwd", "/usr/local/bin/mosquitto_passwd" }.FirstOrDefault(File.Exists);
        Assert.SkipUnless(tool is not null, Mosquitto.SkipReason);
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "users");
        Run(tool!, "-H", "sha512-pbkdf2", "-c", "-b", path, "alice", "wonderland");
        Run(tool!, "-H", "sha512-pbkdf2", "-b", path, "bob", "pä:ss $7$");

        Assert.Null(UsersFile.Read(folder.Path, "users", out UsersFile? file));
        Assert.Empty(file!.Mistakes);
        Passwords passwords = new(file.Users, new HashBudget());
        Assert.Equal(PasswordVerdict.Right, passwords.Verify("alice"u8, "wonderland"u8, out int alice));
        Assert.Equal(PasswordVerdict.Right, passwords.Verify("bob"u8, "pä:ss $7$"u8, out int bob));
        Assert.Equal((0, 1), (alice, bob));
        Assert.Equal(PasswordVerdict.Wrong, passwords.Verify("bob"u8, "wonderland"u8, out _));
    }

    [Theory]
    [InlineData("alice", "is not name:$7$iterations$salt$hash, as mosquitto_passwd writes it")]
    [InlineData("alice:secret", "is not name:$7$iterations$salt$hash, as mosquitto_passwd writes it")]
    [InlineData("alice:secret$7$a$b", "is not name:$7$iterations$salt$hash, as mosquitto_passwd writes it")]
    [InlineData($":$7$101$/252${Hash}", "the name is not one of 1 to 256 bytes")]
    [InlineData("alice:$6$fe1RjLj+EEatLLsv$B5LM",
        "the hash is not PBKDF2-SHA512 ($7$); make it with mosquitto_passwd -H sha512-pbkdf2")]
    [InlineData("alice:$argon2id$v=19$m=1$c2Fs$aGFz",
        "the hash is not PBKDF2-SHA512 ($7$); make it with mosquitto_passwd -H sha512-pbkdf2")]
    [InlineData($"alice:$7$20001$/252${Hash}", "the iterations are not 1 to 20000; the bridge waits for each login's")]
    [InlineData($"alice:$7$0$/252${Hash}", "the iterations are not 1 to 20000; the bridge waits for each login's")]
    [InlineData($"alice:$7$-1$/252${Hash}", "the iterations are not 1 to 20000; the bridge waits for each login's")]
    [InlineData("alice:$7$101$/252$aGFzaA==", "salt or hash is damaged")]
    [InlineData($"alice:$7$101$/252$AAAA{Hash}", "salt or hash is damaged")]
    [InlineData($"alice:$7$101$?$${Hash}",
        "the hash is not PBKDF2-SHA512 ($7$); make it with mosquitto_passwd -H sha512-pbkdf2")]
    [InlineData($"alice:$7$101$${Hash}", "salt or hash is damaged")]
    [InlineData($"alice:$7$101$?${Hash}", "salt or hash is damaged")]
    public void A_mistake_is_told_with_its_line_and_without_what_may_be_a_password(string line, string mistake) =>
        Assert.Equal([$"line 2: {mistake}"], Read($"# users\n{line}\n").Mistakes);

    [Fact]
    public void Every_mistake_is_told_and_the_right_lines_are_kept()
    {
        UsersFile file = Read($"alice:$7$101$/252${Hash}\nx\nalice:$7$101$/252${Hash}\nbob:$7$101$/252${Hash}\n");

        Assert.Equal(2, file.Users.Count);
        Assert.Equal(
            ["line 2: is not name:$7$iterations$salt$hash, as mosquitto_passwd writes it", "line 3: the user of line 1 again"],
            file.Mistakes);
    }

    [Fact]
    public void A_file_without_users_and_one_without_sense_are_bounded_mistakes()
    {
        Assert.Equal(["holds no user; expected lines that mosquitto_passwd made"], Read("# none\n").Mistakes);
        Assert.Equal(100, Read(string.Concat(Enumerable.Repeat("x\n", 1000))).Mistakes.Count);
        string users = string.Concat(Enumerable.Range(0, 10_001).Select(i => $"u{i}:$7$101$/252${Hash}\n"));
        Assert.Equal(["line 10001: more than 10000 users"], Read(users).Mistakes);
    }

    private static UsersFile Read(string text)
    {
        using TemporaryFolder folder = new();
        folder.Write("users", text);
        Assert.Null(UsersFile.Read(folder.Path, "users", out UsersFile? file));
        return file!;
    }

    private static void Run(string tool, params string[] arguments)
    {
        using ChildProcess process = new(tool, arguments);
        Assert.Equal(0, process.WaitForExit(TimeSpan.FromSeconds(20)));
    }
}
