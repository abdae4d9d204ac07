using System.Net;
using System.Text;
using Edge.Bridge.Configuration;
using Edge.Mqtt;

namespace Edge.Bridge.Guard;

/// <summary>Stands before every session of one link: which addresses, client ids and users are let in, and what they may
/// then do. Decides over the bytes of the packet, of which it keeps nothing.</summary>
internal sealed class LinkGuard
{
    /// <summary>Bytes of the longest client id that is let in (3.1.3-5 asks for 23).</summary>
    public const int ClientIdBytesMax = 1024;

    private readonly IReadOnlyList<IPNetwork>? _networks;
    private readonly IReadOnlyList<ClientIdPattern>? _clients;
    private readonly TopicRules _rules;
    private readonly Passwords? _passwords;
    private readonly Admission[] _users = [];

    /// <param name="link">Whom the link lets in.</param>
    /// <param name="uplink">What may go up and come down; null when everything may.</param>
    /// <param name="budget">What hashing passwords may cost, the same for all links; null for one of its own.</param>
    public LinkGuard(LineOptions link, UplinkOptions? uplink = null, HashBudget? budget = null)
    {
        _networks = link.Networks;
        _clients = link.AllowedClients;
        TopicRules everybody = uplink is null ? TopicRules.All : new TopicRules(uplink.Publish, uplink.Subscribe);
        _rules = everybody.And(new TopicRules(link.Publish, link.Subscribe));
        if (link.UsersFile is { } file)
        {
            _passwords = new Passwords(file.Users, budget ?? new HashBudget());
            Dictionary<string, UserOptions> options = link.Users.ToDictionary(user => user.Name, StringComparer.Ordinal);
            _users = [.. file.Users.Select(user => new Admission(user, options, _rules))];
        }
    }

    /// <summary>Not every address is let in.</summary>
    public bool HasNetworks => _networks is not null;

    /// <summary>True when a device may connect from an address. To be asked before anything is made for it.</summary>
    public bool AdmitsAddress(IPAddress address)
    {
        if (_networks is null)
        {
            return true;
        }

        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (IPNetwork network in _networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Decides about a client of a protocol that has no users.</summary>
    /// <param name="clientId">Its identifier.</param>
    /// <param name="rules">What the session may do; nothing when it is not let in.</param>
    /// <param name="why">Why it is not let in, for the log; null when it is.</param>
    public bool AdmitClient(ReadOnlySpan<byte> clientId, out TopicRules rules, out string? why)
    {
        why = _passwords != null ? "it has no password"
            : !Admits(_clients, clientId) ? "its client id is none of AllowedClients" : null;
        rules = why == null ? _rules : TopicRules.Nothing;
        return why == null;
    }

    /// <summary>Decides about a CONNECT. May hash a password, which takes up to some 20 ms.</summary>
    /// <param name="connect">Valid, of protocol level 4.</param>
    /// <param name="rules">What the session may do; nothing when it is not let in.</param>
    /// <param name="why">Why it is not let in, for the log: nothing in it comes from the packet. Null when it is.</param>
    /// <returns>What the client is told.</returns>
    public ConnectReturnCode Admit(ConnectPacket connect, out TopicRules rules, out string? why)
    {
        ConnectReturnCode answer = Judge(connect, out rules, out why);
        if (answer == ConnectReturnCode.Accepted && connect.HasWill
            && !rules.AllowsPublish(connect.Buffer, connect.WillTopicOffset, connect.WillTopicLength))
        {
            why = "it may not publish to the topic of its will";
            answer = ConnectReturnCode.NotAuthorized;
        }

        if (answer != ConnectReturnCode.Accepted)
        {
            rules = TopicRules.Nothing;
        }

        return answer;
    }

    private ConnectReturnCode Judge(ConnectPacket connect, out TopicRules rules, out string? why)
    {
        rules = _rules;
        why = null;
        ReadOnlySpan<byte> clientId = connect.Buffer.AsSpan(connect.ClientIdOffset, connect.ClientIdLength);
        if (clientId.Length > ClientIdBytesMax)
        {
            why = $"its client id is longer than {ClientIdBytesMax} bytes";
            return ConnectReturnCode.IdentifierRejected;
        }

        // Before the password: it costs nothing.
        if (!Admits(_clients, clientId))
        {
            why = "its client id is none of AllowedClients";
            return ConnectReturnCode.IdentifierRejected;
        }

        if (_passwords is null)
        {
            return ConnectReturnCode.Accepted;
        }

        if (!connect.HasUserName)
        {
            why = "it names no user";
            return ConnectReturnCode.NotAuthorized;
        }

        switch (Verify(_passwords, connect, out int number))
        {
            case PasswordVerdict.TooMany:
                why = "too many passwords had to be verified just now";
                return ConnectReturnCode.ServerUnavailable;
            case PasswordVerdict.Wrong:
                why = number < 0 ? "there is no such user" : _users[number].WrongPassword;
                return ConnectReturnCode.BadUserNameOrPassword;
        }

        Admission user = _users[number];
        rules = user.Rules;
        if (!Admits(user.Clients, clientId))
        {
            why = user.WrongClient;
            return ConnectReturnCode.IdentifierRejected;
        }

        return ConnectReturnCode.Accepted;
    }

    private static PasswordVerdict Verify(Passwords passwords, ConnectPacket connect, out int user)
    {
        ReadOnlySpan<byte> name = connect.Buffer.AsSpan(connect.UserNameOffset, connect.UserNameLength);
        ReadOnlySpan<byte> password = connect.HasPassword
            ? connect.Buffer.AsSpan(connect.PasswordOffset, connect.PasswordLength)
            : [];
        return passwords.Verify(name, password, out user);
    }

    private static bool Admits(IReadOnlyList<ClientIdPattern>? patterns, ReadOnlySpan<byte> clientId)
    {
        if (patterns is null)
        {
            return true;
        }

        foreach (ClientIdPattern pattern in patterns)
        {
            if (pattern.Matches(clientId))
            {
                return true;
            }
        }

        return false;
    }

    // What comes of it when a user is let in or not, made once.
    private sealed class Admission
    {
        public Admission(User user, Dictionary<string, UserOptions> options, TopicRules link)
        {
            string name = Encoding.UTF8.GetString(user.Name);
            WrongPassword = OneLine.Of($"wrong password for user '{name}'");
            WrongClient = OneLine.Of($"its client id is none of AllowedClients of user '{name}'");
            UserOptions? own = options.GetValueOrDefault(name);
            Rules = own is null ? link : link.And(new TopicRules(own.Publish, own.Subscribe));
            Clients = own?.AllowedClients;
        }

        public TopicRules Rules { get; }

        public IReadOnlyList<ClientIdPattern>? Clients { get; }

        public string WrongPassword { get; }

        public string WrongClient { get; }
    }
}
