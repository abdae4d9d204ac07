namespace Edge.Storage.Tests.Areas;

/// <summary>What the areas of a device run on: it goes off after so many steps, in the middle of whatever is going on. A
/// step is a byte written, a part of an erase, or a flush.</summary>
internal sealed class Power
{
    private int _stepsLeft = int.MaxValue;

    /// <summary>Steps taken since the power came on.</summary>
    public int Steps { get; private set; }

    public bool IsOn { get; private set; } = true;

    /// <summary>Called when the power goes off; without it the areas throw, so that nothing happens afterwards.</summary>
    public Action? Lost { get; init; }

    public void CutAfter(int steps) => _stepsLeft = steps;

    public void Restore()
    {
        IsOn = true;
        Steps = 0;
        _stepsLeft = int.MaxValue;
    }

    /// <summary>How many of the steps are done before the power goes off.</summary>
    public int Take(int wanted)
    {
        int done = IsOn ? Math.Min(wanted, _stepsLeft) : 0;
        Steps += done;
        _stepsLeft -= _stepsLeft == int.MaxValue ? 0 : done;
        if (IsOn && done < wanted)
        {
            IsOn = false;
            Lost?.Invoke();
        }

        return done;
    }

    /// <summary>The end of a call that the power did not last for.</summary>
    public bool Fail() => Lost == null ? throw new PowerCutException() : false;
}

internal sealed class PowerCutException : Exception;
