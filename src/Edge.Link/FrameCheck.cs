namespace Edge.Link;

/// <summary>Which check sequence the frames of a line carry; both ends are told the same.</summary>
public enum FrameCheck
{
    /// <summary>Four bytes: passes one damaged frame in 4,294,967,296.</summary>
    Fcs32 = 0,

    /// <summary>Two bytes, for lines where they matter: passes one damaged frame in 65,536.</summary>
    Fcs16 = 1,
}
