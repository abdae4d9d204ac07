using Edge.Bridge.Configuration;

namespace Edge.Bridge.Tests.Configuration;

public class NearestNameTests
{
    [Theory]
    [InlineData("bud", "Baud")]
    [InlineData("BaudRate", "Baud")]
    [InlineData("Adresses", "Addresses")]
    [InlineData("Prot", "Port")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("Parity", null)]
    public void The_nearest_name_is_the_one_with_the_fewest_changes(string written, string? nearest) =>
        Assert.Equal(nearest, NearestName.To(written, ["Baud", "Port", "Addresses"]));
}
