using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Clients;

/// <summary>The sample monitor demands keys.</summary>
public sealed class RealClientCephxSpec(RunningCephxMiniMon miniMon) : RealClientContract(miniMon), IClassFixture<RunningCephxMiniMon>
{
    private readonly RunningMiniMon _miniMon = miniMon;

    [SkippableTheory]
    [InlineData("client.admin")]
    [InlineData("client.nobody")]
    public async Task Ceph_should_be_refused_when_its_key_is_wrong_or_its_name_unknown(string name)
    {
        SkipWithoutCeph();
        var run = await _miniMon.CephAsync("--name", name, "--key", RunningMiniMon.NewKey(), "mon", "dump");
        Assert.Equal((13, ""), (run.ExitCode, run.Output));
        Assert.Contains("permission denied", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ceph_should_be_refused_when_its_name_may_do_nothing_with_monitors()
    {
        SkipWithoutCeph();
        var run = await _miniMon.CephAsync("--name", "client.powerless", "mon", "dump");
        Assert.Equal((13, ""), (run.ExitCode, run.Output));
    }

    [SkippableFact]
    public async Task Ceph_should_be_refused_when_it_comes_without_a_key()
    {
        SkipWithoutCeph();
        var run = await _miniMon.CephAsync("--auth_client_required", "none", "mon", "dump");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("[errno 95]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_should_end_with_a_reason_when_its_keyring_is_damaged()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "[client.admin]\n  key = nonsense\n");
            await using var program = OwnPrograms.StartMiniMon("--bind", "v1:127.0.0.1:0", "--keyring", file);
            Assert.Equal(1, await program.ExitAsync());
            Assert.StartsWith($"MiniMon: {file}: Line 2 of the keyring", program.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("nonsense", program.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
