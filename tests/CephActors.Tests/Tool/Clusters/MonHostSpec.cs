using CephActors.Tool;
using CephActors.Tool.Clusters;

namespace CephActors.Tests.Tool.Clusters;

public class MonHostSpec
{
    [Theory]
    [InlineData("10.0.0.1", "v2:10.0.0.1:3300/0 v1:10.0.0.1:6789/0")]
    [InlineData("10.0.0.1:6790", "v2:10.0.0.1:6790/0 v1:10.0.0.1:6790/0")]
    [InlineData("10.0.0.1:6789,10.0.0.2:6789;10.0.0.3:3300 v1:10.0.0.4", "v1:10.0.0.1:6789/0 v1:10.0.0.2:6789/0 v2:10.0.0.3:3300/0 v1:10.0.0.4:6789/0")]
    [InlineData("v1:10.0.0.1:6789/0", "v1:10.0.0.1:6789/0")]
    [InlineData("v2:10.0.0.1", "v2:10.0.0.1:3300/0")]
    [InlineData("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]", "[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]")]
    [InlineData("[v2:10.0.0.1,v1:10.0.0.1] [v2:10.0.0.2:3300/0], 10.0.0.3:3300", "[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] v2:10.0.0.2:3300/0 v2:10.0.0.3:3300/0")]
    [InlineData("10.0.0.1 10.0.0.1:6789", "v2:10.0.0.1:3300/0 v1:10.0.0.1:6789/0")]
    [InlineData("[fd00::1]:6789", "v1:[fd00::1]:6789/0")]
    [InlineData("fd00::1", "v2:[fd00::1]:3300/0 v1:[fd00::1]:6789/0")]
    [InlineData("[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]", "[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]")]
    [InlineData("[fd00::1]", "v2:[fd00::1]:3300/0 v1:[fd00::1]:6789/0")]
    public async Task Addresses_should_be_those_that_ceph_dials(string text, string addresses) =>
        Assert.Equal(addresses, string.Join(' ', await MonHost.ResolveAsync(text, CancellationToken.None)));

    [Fact]
    public async Task Host_should_be_looked_up_by_its_name() =>
        Assert.Contains(EntityAddress.Parse("v1:127.0.0.1:6789/0"), await MonHost.ResolveAsync("localhost", CancellationToken.None));

    [Theory]
    [InlineData("10.0.0.1:port", "no monitor address")]
    [InlineData("10.0.0.1:0", "no monitor address")]
    [InlineData("[v2:10.0.0.1:3300", "neither an address nor a host")]
    [InlineData("[v2:10.0.0.1:port,v1:10.0.0.1]", "no monitor address")]
    [InlineData("[]", "empty")]
    [InlineData(" , ;", "empty")]
    public async Task List_should_be_refused_when_there_is_nobody_to_dial(string text, string reason) =>
        Assert.Contains(
            reason,
            (await Assert.ThrowsAsync<CommandFailure>(() => MonHost.ResolveAsync(text, CancellationToken.None))).Message,
            StringComparison.Ordinal);
}
