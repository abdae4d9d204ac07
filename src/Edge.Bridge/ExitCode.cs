namespace Edge.Bridge;

/// <summary>What <c>edge</c> tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>It ran and fell short.</summary>
    public const int FellShort = 1;

    /// <summary>The arguments or the configuration are wrong; nothing ran.</summary>
    public const int WrongInput = 2;
}
