namespace Edge.Link.Tests;

internal static class Hex
{
    /// <summary>Bytes written as "00 FF"; "01..FE" counts up and "07*9" repeats (both numbers after '*'
    /// decimal).</summary>
    internal static byte[] Parse(string text)
    {
        List<byte> bytes = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            byte first = Convert.ToByte(word[..2], 16);
            if (word.Contains(".."))
            {
                for (int b = first; b <= Convert.ToByte(word[4..], 16); b++)
                {
                    bytes.Add((byte)b);
                }
            }
            else
            {
                int count = word.Contains('*') ? int.Parse(word[3..]) : 1;
                bytes.AddRange(Enumerable.Repeat(first, count));
            }
        }

        return [.. bytes];
    }
}
