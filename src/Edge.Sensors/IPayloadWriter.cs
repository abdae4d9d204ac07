namespace Edge.Sensors;

/// <summary>Makes a payload of readings. It allocates nothing but when it is built.</summary>
public interface IPayloadWriter
{
    /// <summary>The most bytes that a payload of so many rows can take.</summary>
    int BytesMax(int rows);

    /// <summary>Writes the rows that there are.</summary>
    /// <param name="readings">At least one row, of the schema that the writer was built for. Where they have room for more
    /// than one, the payload has the form of a list even for one.</param>
    /// <param name="now">Milliseconds of the monotonic clock.</param>
    /// <param name="utcSeconds">The time of day now, in seconds since 1970; 0 when it is not known.</param>
    /// <param name="buffer">Has room for <see cref="BytesMax"/> of these rows.</param>
    /// <param name="offset">Where to write.</param>
    /// <returns>Where the payload ends.</returns>
    int Write(Readings readings, long now, uint utcSeconds, byte[] buffer, int offset);
}
