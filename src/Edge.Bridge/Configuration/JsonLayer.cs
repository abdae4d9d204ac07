using System.Text.Json;

namespace Edge.Bridge.Configuration;

/// <summary>The values of a JSON file. The runtime's own source cannot tell <c>{}</c> from <c>null</c>.</summary>
internal static class JsonLayer
{
    private const int BytesMax = 1_048_576;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads the file; what is wrong with it as a whole is in the layer's mistakes.</summary>
    public static ConfigurationLayer Read(string path)
    {
        ConfigurationLayer layer = new("");
        string? problem = TextFile.Read(path, BytesMax, out string text);
        if (problem is not null)
        {
            Break(layer, $"{path}: {problem}");
            return layer;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Flatten(layer, document.RootElement, "");
            }
            else
            {
                Break(layer, $"{path}: is not an object; expected {{ \"Edge\": {{ ... }} }}");
            }
        }
        catch (JsonException malformed)
        {
            Break(layer, $"{path}: {Describe(malformed)}");
        }
        catch (InvalidOperationException halfPair)
        {
            // JSON may escape half a surrogate pair, which is no text.
            Break(layer, $"{path}: {halfPair.Message.TrimEnd('.')}");
        }

        return layer;
    }

    private static void Flatten(ConfigurationLayer layer, JsonElement element, string key)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return;
            case JsonValueKind.Object:
                FlattenObject(layer, element, key);
                return;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Flatten(layer, item, $"{key}:{index++}");
                }

                layer.Values.TryAdd(key, "");
                return;
            case JsonValueKind.String:
                layer.Values[key] = element.GetString();
                return;
            default:
                layer.Values[key] = element.GetRawText();
                return;
        }
    }

    private static void FlattenObject(ConfigurationLayer layer, JsonElement element, string key)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string below = key.Length == 0 ? property.Name : $"{key}:{property.Name}";
            if (!names.Add(property.Name))
            {
                layer.Mistakes.Add($"{SettingPath.Of(below)}: written twice; keys do not tell upper from lower case");
            }
            else
            {
                Flatten(layer, property.Value, below);
            }
        }

        if (key.Length > 0)
        {
            layer.Values.TryAdd(key, "");
        }
    }

    private static void Break(ConfigurationLayer layer, string mistake)
    {
        layer.Mistakes.Add(mistake);
        layer.IsBroken = true;
    }

    private static string Describe(JsonException malformed)
    {
        // The message ends with its own, zero-based count.
        int end = malformed.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string message = end < 0 ? malformed.Message : malformed.Message[..end];
        return $"line {malformed.LineNumber + 1}, column {malformed.BytePositionInLine + 1}: {message.TrimEnd('.')}";
    }
}
