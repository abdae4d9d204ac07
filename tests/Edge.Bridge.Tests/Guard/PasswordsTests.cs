using System.Security.Cryptography;
using System.Text;
using Edge.Bridge.Guard;

namespace Edge.Bridge.Tests.Guard;

public class PasswordsTests
{
    private long _now = 1000;

    [Fact]
    public void A_password_that_was_right_is_hashed_once()
    {
        Passwords passwords = Of(User("alice", "wonderland", 100), User("bob", "builder", 100));

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(PasswordVerdict.Right, passwords.Verify("alice"u8, "wonderland"u8, out int user));
            Assert.Equal(0, user);
        }

        Assert.Equal(1, passwords.Hashed);
        Assert.Equal(PasswordVerdict.Wrong, passwords.Verify("alice"u8, "wonderlan"u8, out _));
        Assert.Equal(PasswordVerdict.Wrong, passwords.Verify("bob"u8, "wonderland"u8, out int bob));
        Assert.Equal(1, bob);
        Assert.Equal(3, passwords.Hashed);
        // A wrong one in between does not make it forget.
        Assert.Equal(PasswordVerdict.Right, passwords.Verify("alice"u8, "wonderland"u8, out _));
        Assert.Equal(3, passwords.Hashed);
    }

    [Fact]
    public void A_name_that_nobody_has_is_hashed_as_a_wrong_password_is()
    {
        HashBudget budget = new(() => _now);
        Passwords passwords = new([User("alice", "wonderland", 20_000), User("bob", "builder", 1)], budget);

        // 200,000 iterations at once: each costs what the dearest user does.
        for (int i = 0; i < 10; i++)
        {
            (string name, int expected) = (i % 3) switch { 0 => ("alice", 0), 1 => ("bob", 1), _ => ("nobody", -1) };
            Assert.Equal(PasswordVerdict.Wrong, passwords.Verify(Encoding.UTF8.GetBytes(name), "x"u8, out int user));
            Assert.Equal(expected, user);
        }

        Assert.Equal(PasswordVerdict.TooMany, passwords.Verify("nobody"u8, "x"u8, out _));
        Assert.Equal(10, passwords.Hashed);
    }

    [Fact]
    public void An_empty_password_is_as_wrong_as_any()
    {
        Passwords passwords = Of(User("alice", "wonderland", 100), User("bob", "", 100));

        Assert.Equal(PasswordVerdict.Wrong, passwords.Verify("alice"u8, ""u8, out _));
        Assert.Equal(PasswordVerdict.Wrong, passwords.Verify(""u8, ""u8, out int user));
        Assert.Equal(-1, user);
        Assert.Equal(PasswordVerdict.Right, passwords.Verify("bob"u8, ""u8, out _));
    }

    [Fact]
    public void Wrong_passwords_take_a_part_of_the_time_and_devices_that_come_back_do_not_notice()
    {
        Passwords passwords = Of(User("alice", "wonderland", 20_000), User("bob", "builder", 20_000));
        Assert.Equal(PasswordVerdict.Right, passwords.Verify("alice"u8, "wonderland"u8, out _));
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(PasswordVerdict.Wrong, passwords.Verify("alice"u8, "guess"u8, out _));
        }

        Assert.Equal(PasswordVerdict.TooMany, passwords.Verify("alice"u8, "guess"u8, out _));
        Assert.Equal(PasswordVerdict.TooMany, passwords.Verify("bob"u8, "builder"u8, out _));
        Assert.Equal(PasswordVerdict.Right, passwords.Verify("alice"u8, "wonderland"u8, out _));
        _now += 99;
        Assert.Equal(PasswordVerdict.TooMany, passwords.Verify("bob"u8, "builder"u8, out _));
        _now += 1;
        Assert.Equal(PasswordVerdict.Right, passwords.Verify("bob"u8, "builder"u8, out _));
        Assert.Equal(PasswordVerdict.TooMany, passwords.Verify("alice"u8, "guess"u8, out _));
    }

    [Fact]
    public void A_budget_does_not_grow_beyond_its_bound()
    {
        HashBudget budget = new(() => _now);
        _now += long.MaxValue / 2;
        for (int spent = 0; spent < HashBudget.IterationsMax; spent += UsersFile.IterationsMax)
        {
            Assert.True(budget.TrySpend(UsersFile.IterationsMax));
        }

        Assert.False(budget.TrySpend(1));
    }

    private Passwords Of(params User[] users) => new(users, new HashBudget(() => _now));

    private static User User(string name, string password, int iterations)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(12);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, UsersFile.HashBytes);
        return new User(Encoding.UTF8.GetBytes(name), iterations, salt, hash);
    }
}
