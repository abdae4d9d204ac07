namespace Edge.Bridge.Guard;

/// <summary>A user and the hash of the password: PBKDF2 with HMAC-SHA-512, 64 bytes.</summary>
/// <param name="Name">As the CONNECT has it.</param>
/// <param name="Iterations">1 to <see cref="UsersFile.IterationsMax"/>.</param>
/// <param name="Salt">1 to 64 bytes.</param>
/// <param name="Hash">64 bytes.</param>
internal sealed record User(byte[] Name, int Iterations, byte[] Salt, byte[] Hash);
