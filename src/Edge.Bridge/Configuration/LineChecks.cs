using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Edge.Bridge.Configuration;

/// <summary>What is wrong with one link, seen together: who is let in, and who is on the line.</summary>
/// <param name="section">The link as it was written: what could not be read was told, and is not missing.</param>
/// <param name="tell">Takes the key of a setting and what is wrong with it.</param>
internal sealed class LineChecks(IConfigurationSection section, Action<string, string> tell)
{
    /// <summary>Tells every mistake.</summary>
    public void Tell(LineOptions line)
    {
        TellStations(line);
        TellOpenDoor(line);
        TellEmpty(section, nameof(LineOptions.AllowedClients), "client");
        TellEmpty(section, nameof(LineOptions.Networks), "address");
        string usersFile = $"{section.Path}:{nameof(LineOptions.UsersFile)}";
        foreach (string mistake in line.UsersFile?.Mistakes ?? [])
        {
            tell(usersFile, $"{line.UsersFile}: {mistake}");
        }

        TellUsers(line);
        TellPredefined(line);
    }

    private void TellPredefined(LineOptions line)
    {
        HashSet<int> taken = [];
        foreach ((int index, PredefinedTopicOptions topic) in line.PredefinedTopics.Index())
        {
            string path = $"{section.Path}:{nameof(LineOptions.PredefinedTopics)}:{index}";
            if (topic.Id != 0 && !taken.Add(topic.Id))
            {
                tell($"{path}:{nameof(PredefinedTopicOptions.Id)}", $"{topic.Id} is taken already");
            }

            byte[] name = topic.Topic.Utf8Bytes;
            if (!Topic.IsValid(name, 0, name.Length))
            {
                tell($"{path}:{nameof(PredefinedTopicOptions.Topic)}", $"'{topic.Topic}' has a wildcard; expected one topic");
            }
        }
    }

    private void TellStations(LineOptions line)
    {
        string duplex = section[nameof(LineOptions.Duplex)] ?? nameof(LineDuplex.Full);
        bool isFull = string.Equals(duplex, nameof(LineDuplex.Full), StringComparison.OrdinalIgnoreCase);
        if (line.Stations.Count > 1 && isFull)
        {
            tell(
                $"{section.Path}:{nameof(LineOptions.Stations)}",
                $"{line.Stations.Count} stations cannot share a full-duplex line; expected Duplex Half beside it, or one");
        }
    }

    private void TellOpenDoor(LineOptions line)
    {
        bool isGuarded = IsThere(nameof(LineOptions.UsersFile))
            || (IsThere(nameof(LineOptions.AllowedClients)) && IsThere(nameof(LineOptions.Networks)));
        if (line.Listen is { } listen && !IPAddress.IsLoopback(listen.Address) && !isGuarded)
        {
            tell(
                $"{section.Path}:{nameof(LineOptions.Listen)}",
                $"{listen} listens beyond loopback; expected {(line.Type == LineType.Tcp ? "UsersFile beside it, or " : "")}"
                + $"AllowedClients and Networks{(line.Type == LineType.Tcp ? "" : " beside it")}");
        }
    }

    private void TellUsers(LineOptions line)
    {
        Dictionary<string, string> taken = [];
        HashSet<string>? known = line.UsersFile is { Mistakes.Count: 0 } file
            ? [.. file.Users.Select(user => Encoding.UTF8.GetString(user.Name))]
            : null;
        foreach ((int index, UserOptions user) in line.Users.Index())
        {
            IConfigurationSection entry = section.GetSection($"{nameof(LineOptions.Users)}:{index}");
            string key = $"{entry.Path}:{nameof(UserOptions.Name)}";
            TellEmpty(entry, nameof(UserOptions.AllowedClients), "client");
            if (user.Name.Length == 0)
            {
                continue;
            }

            if (!taken.TryAdd(user.Name, SettingPath.Of(key)))
            {
                tell(key, $"'{user.Name}' is taken already, by {taken[user.Name]}");
            }
            else if (known?.Contains(user.Name) == false)
            {
                tell(key, $"'{user.Name}' is no user of {line.UsersFile}");
            }
        }
    }

    // An empty list admits nobody; left out, it admits everybody. That is too near to be meant.
    private void TellEmpty(IConfigurationSection parent, string key, string item)
    {
        IConfigurationSection list = parent.GetSection(key);
        if (list.Exists() && string.IsNullOrEmpty(list.Value) && !list.GetChildren().Any())
        {
            tell(list.Path, $"is empty, so that no {item} would be let in; expected at least one");
        }
    }

    private bool IsThere(string key) => section.GetSection(key).Exists();
}
