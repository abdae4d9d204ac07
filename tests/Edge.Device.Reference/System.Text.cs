namespace System.Text;

public abstract class Encoding
{
    protected Encoding() => throw null;

    public virtual byte[] GetBytes(string s) => throw null;

    public virtual string GetString(byte[] bytes, int index, int count) => throw null;
}

public class UTF8Encoding : Encoding
{
    public UTF8Encoding() => throw null;

    public override byte[] GetBytes(string s) => throw null;
}
