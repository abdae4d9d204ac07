using System;

namespace Edge.Sensors;

/// <summary>A text with fields in it, taken apart.</summary>
internal sealed class Template
{
    /// <summary>In <see cref="Fields"/>: the time.</summary>
    internal const int TimeField = -1;

    private readonly string _template;
    private readonly byte[] _source;
    private readonly byte[] _text;
    private int _textBytes;
    private int _at;

    /// <param name="schema">Where the fields are looked up.</param>
    /// <param name="template">As <see cref="TemplateWriter"/> takes it.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal Template(Schema schema, string template)
    {
        _template = template;
        _source = Utf8.GetBytes(template);
        _text = new byte[_source.Length];
        int fieldsMax = _source.Length / 2;
        byte[][] texts = new byte[fieldsMax + 1][];
        int[] fields = new int[fieldsMax];
        int count = 0;
        while (PassText())
        {
            texts[count] = TakeText();
            fields[count] = FieldOf(schema, PassField());
            count++;
        }

        Texts = new byte[count + 1][];
        Fields = new int[count];
        Array.Copy(texts, 0, Texts, 0, count);
        Array.Copy(fields, 0, Fields, 0, count);
        Texts[count] = TakeText();
    }

    /// <summary>The text before each field, and at the end the one behind the last.</summary>
    internal byte[][] Texts { get; }

    /// <summary>Places in the schema, or <see cref="TimeField"/>.</summary>
    internal int[] Fields { get; }

    // False at the end; otherwise it stands behind the brace of a field.
    private bool PassText()
    {
        while (_at < _source.Length)
        {
            byte c = _source[_at++];
            if (c == '{' || c == '}')
            {
                if (_at == _source.Length || _source[_at] != c)
                {
                    return c == '{' ? true : throw SingleBrace();
                }

                _at++;
            }

            _text[_textBytes++] = c;
        }

        return false;
    }

    private byte[] TakeText()
    {
        byte[] text = Part(_text, 0, _textBytes);
        _textBytes = 0;
        return text;
    }

    private byte[] PassField()
    {
        int start = _at;
        while (_at < _source.Length && _source[_at] != '}')
        {
            _at++;
        }

        return _at < _source.Length ? Part(_source, start, _at++ - start) : throw SingleBrace();
    }

    private int FieldOf(Schema schema, byte[] name)
    {
        int field = schema.IndexOf(name);
        if (field >= 0)
        {
            return field;
        }

        if (Text.AreEqual(name, Utf8.GetBytes("time")))
        {
            return TimeField;
        }

        throw new ArgumentException(
            "template '" + _template + "': it names a field that there is not", nameof(name));
    }

    private ArgumentException SingleBrace() =>
        new ArgumentException("template '" + _template + "': a single brace; write it twice");

    private static byte[] Part(byte[] bytes, int offset, int count)
    {
        byte[] part = new byte[count];
        Array.Copy(bytes, offset, part, 0, count);
        return part;
    }
}
