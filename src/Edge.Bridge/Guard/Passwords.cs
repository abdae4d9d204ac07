using System.Security.Cryptography;

namespace Edge.Bridge.Guard;

/// <summary>Verifies passwords in constant time. The last right one of each user is remembered as a keyed digest of this
/// process, in memory alone, so that coming back costs no PBKDF2.</summary>
internal sealed class Passwords
{
    private const int DigestBytes = 32;

    private readonly Account[] _accounts;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _numbers;
    private readonly Account _nobody;
    private readonly int _iterations;
    private readonly HashBudget _budget;

    /// <param name="users">Their numbers are their places in the list.</param>
    /// <param name="budget">What hashing may cost.</param>
    public Passwords(IReadOnlyList<User> users, HashBudget budget)
    {
        Dictionary<byte[], int> numbers = new(ByteSequence.Comparer);
        _accounts = [.. users.Select(user => new Account(user))];
        for (int i = 0; i < users.Count; i++)
        {
            numbers.Add(users[i].Name, i);
        }

        _numbers = numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
        _iterations = users.Count == 0 ? 1 : users.Max(user => user.Iterations);
        _nobody = new Account(
            new User([], _iterations, Random(UsersFile.HashBytes), Random(UsersFile.HashBytes)));
        _budget = budget;
    }

    /// <summary>Passwords that went through PBKDF2.</summary>
    public long Hashed { get; private set; }

    /// <summary>Looks at a password.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="password">Any bytes.</param>
    /// <param name="user">The user's number; -1 when there is no such user.</param>
    public PasswordVerdict Verify(ReadOnlySpan<byte> name, ReadOnlySpan<byte> password, out int user)
    {
        // Nobody has an account of the same shape, so that an unknown name costs what a wrong password does.
        user = _numbers.TryGetValue(name, out int number) ? number : -1;
        Account account = user < 0 ? _nobody : _accounts[user];
        Span<byte> digest = stackalloc byte[DigestBytes];
        HMACSHA256.HashData(account.DigestKey, password, digest);
        if (CryptographicOperations.FixedTimeEquals(digest, account.Digest))
        {
            return PasswordVerdict.Right;
        }

        if (!_budget.TrySpend(_iterations))
        {
            return PasswordVerdict.TooMany;
        }

        Hashed++;
        bool isRight = IsRight(account.User, password) && user >= 0;
        if (isRight)
        {
            digest.CopyTo(account.Digest);
        }

        return isRight ? PasswordVerdict.Right : PasswordVerdict.Wrong;
    }

    private bool IsRight(User user, ReadOnlySpan<byte> password)
    {
        Span<byte> hash = stackalloc byte[UsersFile.HashBytes];
        Rfc2898DeriveBytes.Pbkdf2(password, user.Salt, hash, user.Iterations, HashAlgorithmName.SHA512);
        bool isRight = CryptographicOperations.FixedTimeEquals(hash, user.Hash);
        if (!isRight && user.Iterations < _iterations)
        {
            // A wrong one costs the same whoever it was for.
            Rfc2898DeriveBytes.Pbkdf2(
                password, user.Salt, hash, _iterations - user.Iterations, HashAlgorithmName.SHA512);
        }

        return isRight;
    }

    private static byte[] Random(int count) => RandomNumberGenerator.GetBytes(count);

    // The digest begins as one that no password has.
    private sealed class Account(User user)
    {
        public User User { get; } = user;

        public byte[] DigestKey { get; } = Random(DigestBytes);

        public byte[] Digest { get; } = Random(DigestBytes);
    }
}
