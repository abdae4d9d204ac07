using Edge.Bridge.Journals;

namespace Edge.Bridge.Tests.Journals;

public class CompanyTests
{
    private readonly Company _company = new();

    [Fact]
    public void The_first_waits_for_as_many_as_were_written_together_and_no_longer()
    {
        Write(4, now: 100, microseconds: 8000);
        Join(3);
        Assert.True(_company.IsAwaited(103));
        Join(1);
        Assert.False(_company.IsAwaited(103));
    }

    [Fact]
    public void Nobody_waits_longer_than_half_of_what_writing_took()
    {
        Write(4, now: 100, microseconds: 8000);
        Join(1);
        Assert.True(_company.IsAwaited(103));
        Assert.False(_company.IsAwaited(104));
        Assert.Equal(104, _company.Due);
    }

    [Fact]
    public void Whoever_is_alone_does_not_wait()
    {
        Write(1, now: 100, microseconds: 8000);
        Join(1);
        Assert.False(_company.IsAwaited(100));
    }

    [Fact]
    public void Those_who_came_while_others_were_written_are_expected_with_them()
    {
        Join(2);
        _company.Begun();
        Join(3);
        _company.Written(100, 8000);
        Assert.True(_company.IsAwaited(100));
        Join(2);
        Assert.False(_company.IsAwaited(100));
    }

    private void Write(int count, long now, long microseconds)
    {
        Join(count);
        _company.Begun();
        _company.Written(now, microseconds);
    }

    private void Join(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _company.Joined();
        }
    }
}
