namespace Edge.Bridge.Guard;

/// <summary>What came of looking at a password.</summary>
internal enum PasswordVerdict
{
    /// <summary>It is the user's, whose number is told.</summary>
    Right,

    /// <summary>It is not, or there is no such user; if there is, the number is told.</summary>
    Wrong,

    /// <summary>Not looked at: too many had to be hashed just now.</summary>
    TooMany,
}
