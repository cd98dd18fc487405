namespace CephActors.Interop.Tests.Clients;

/// <summary>The sample monitor speaks protocol v2 and demands no keys.</summary>
public sealed class RealClientV2NoneSpec(RunningNoneV2MiniMon miniMon) : RealClientContract(miniMon), IClassFixture<RunningNoneV2MiniMon>;

/// <summary>It speaks both protocols, demands keys and takes no encryption.</summary>
public sealed class RealClientV2CrcSpec(RunningCephxDualMiniMon miniMon) : RealClientContract(miniMon), IClassFixture<RunningCephxDualMiniMon>;

/// <summary>It demands keys and encryption.</summary>
public sealed class RealClientV2SecureSpec(RunningSecureMiniMon miniMon) : RealClientContract(miniMon), IClassFixture<RunningSecureMiniMon>
{
    private readonly RunningMiniMon _miniMon = miniMon;

    [SkippableFact]
    public async Task Ceph_should_be_refused_when_its_key_is_wrong()
    {
        SkipWithoutCeph();
        var run = await _miniMon.CephAsync("--key", RunningMiniMon.NewKey(), "mon", "dump");
        Assert.Equal((13, ""), (run.ExitCode, run.Output));
    }

    [SkippableFact]
    public async Task Ceph_should_be_refused_when_it_does_not_encrypt()
    {
        SkipWithoutCeph();
        var run = await _miniMon.CephAsync("--ms_mon_client_mode", "crc", "mon", "dump");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
    }
}
