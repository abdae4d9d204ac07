using System.Globalization;
using System.Text;
using Edge.Bridge.Configuration;

namespace Edge.Bridge.Guard;

/// <summary>A file of users as mosquitto_passwd makes it: <c>name:$7$iterations$salt$hash</c>, one a line; empty lines and
/// lines that begin with '#' are passed over.</summary>
internal sealed class UsersFile
{
    /// <summary>Completes "expected ...".</summary>
    public const string Expected = "the path of a file that mosquitto_passwd made, relative to this one";

    /// <summary>Iterations of a hash: everything else waits while one is computed.</summary>
    public const int IterationsMax = 20_000;

    /// <summary>Bytes of a PBKDF2-SHA512 hash in such a file.</summary>
    public const int HashBytes = 64;

    private const int UsersMax = 10_000;
    private const int NameBytesMax = 256;
    private const int SaltBytesMax = 64;
    private const int BytesMax = 4 * 1_048_576;
    private const int MistakesMax = 100;

    private readonly List<User> _users = [];
    private readonly List<string> _mistakes = [];

    private UsersFile(string path)
    {
        Path = path;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The users, no two with the same name.</summary>
    public IReadOnlyList<User> Users => _users;

    /// <summary>What is wrong with the content, each with its line, at most 100. Nothing is repeated that may be a
    /// password.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Reads the file.</summary>
    /// <returns>Null, or why it could not be read; the content has its own <see cref="Mistakes"/>.</returns>
    public static string? Read(string folder, string path, out UsersFile? file)
    {
        string? problem = TextFile.Read(folder, path, Expected, BytesMax, out string full, out string text);
        file = problem is null ? new UsersFile(full) : null;
        file?.ReadLines(text);
        return problem;
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    private void ReadLines(string text)
    {
        Dictionary<string, int> lines = [];
        foreach ((int index, string line) in text.Split('\n').Index())
        {
            string entry = line.TrimEnd('\r');
            if (entry.Length == 0 || entry[0] == '#')
            {
                continue;
            }

            int number = index + 1;
            string? problem = Parse(entry, out string name, out User? user);
            if (problem is null && !lines.TryAdd(name, number))
            {
                problem = $"the user of line {lines[name]} again";
            }

            problem ??= _users.Count == UsersMax ? $"more than {UsersMax} users" : null;
            if (problem is null)
            {
                _users.Add(user!);
                continue;
            }

            _mistakes.Add($"line {number}: {problem}");
            if (_mistakes.Count == MistakesMax)
            {
                return;
            }
        }

        if (_users.Count == 0 && _mistakes.Count == 0)
        {
            _mistakes.Add("holds no user; expected lines that mosquitto_passwd made");
        }
    }

    private static string? Parse(string line, out string name, out User? user)
    {
        user = null;
        int colon = line.IndexOf(':');
        name = colon < 0 ? "" : line[..colon];
        string[] parts = line[(colon + 1)..].Split('$');
        if (colon < 0 || parts.Length < 3 || parts[0].Length > 0)
        {
            return "is not name:$7$iterations$salt$hash, as mosquitto_passwd writes it";
        }

        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        if (nameBytes.Length is 0 or > NameBytesMax || !Utf8.IsValid(nameBytes, 0, nameBytes.Length))
        {
            return $"the name is not one of 1 to {NameBytesMax} bytes";
        }

        if (parts[1] != "7" || parts.Length != 5)
        {
            return "the hash is not PBKDF2-SHA512 ($7$); make it with mosquitto_passwd -H sha512-pbkdf2";
        }

        bool isNumber = int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int iterations);
        if (!isNumber || iterations is < 1 or > IterationsMax)
        {
            return $"the iterations are not 1 to {IterationsMax}; the bridge waits for each login's";
        }

        byte[]? salt = Base64(parts[3], SaltBytesMax);
        byte[]? hash = Base64(parts[4], HashBytes);
        if (salt is null or [] || hash is not { Length: HashBytes })
        {
            return "salt or hash is damaged";
        }

        user = new User(nameBytes, iterations, salt, hash);
        return null;
    }

    private static byte[]? Base64(string text, int bytesMax)
    {
        byte[] bytes = new byte[bytesMax];
        return Convert.TryFromBase64String(text, bytes, out int count) ? bytes[..count] : null;
    }
}
