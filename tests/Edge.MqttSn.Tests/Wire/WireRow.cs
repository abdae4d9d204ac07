namespace Edge.MqttSn.Tests.Wire;

/// <summary>A row of messages.txt: who sends which bytes, and what they mean.</summary>
public sealed record WireRow(string Who, byte[] Bytes, string Meaning)
{
    public static readonly WireRow[] All =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire", "messages.txt")).Where(IsRow).Select(Parse)];

    public bool IsFromClient => Who is "C" or "B" or "c" or "b";

    public bool IsFromGateway => Who is "G" or "B" or "g" or "b";

    public bool IsWritten => Who is "C" or "G" or "B" && !IsViolation;

    public bool IsViolation => Meaning[0] == '!';

    /// <summary>What the roles that receive the bytes read.</summary>
    public IEnumerable<string> Read()
    {
        if (IsFromClient)
        {
            yield return MessageText.Read(new MessageFromClient(), Bytes, 0, Bytes.Length);
        }

        if (IsFromGateway)
        {
            yield return MessageText.Read(new MessageFromGateway(), Bytes, 0, Bytes.Length);
        }
    }

    public override string ToString() => $"{Who} | {Hex.Text(Bytes)} | {Meaning}";

    private static bool IsRow(string line) => line.Length > 0 && line[0] != '#';

    private static WireRow Parse(string line)
    {
        string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
        return new WireRow(cells[0], Hex.Bytes(cells[1]), cells[2]);
    }
}
