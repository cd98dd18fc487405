using CephActors.Interop.Tests.Ceph;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Tool;

/// <summary><c>cephactors mon --mode</c> with a real monitor that insists on keys and encryption.</summary>
[Collection(nameof(SecureMonitor))]
public sealed class MonToolModeSpec(SecureMonitor fixture)
{
    [SkippableTheory]
    [InlineData]
    [InlineData("--mode", "secure")]
    public async Task Status_should_come_encrypted(params string[] mode)
    {
        var run = await AskAsync(["--keyring", fixture.Ceph.KeyringFile, .. mode]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"id:     {fixture.Ceph.Fsid}", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Tool_should_say_which_modes_there_are_when_it_may_not_encrypt()
    {
        var run = await AskAsync("--keyring", fixture.Ceph.KeyringFile, "--mode", "crc");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"cephactors: {fixture.Ceph.Address}: the monitor takes cephx in mode secure, and was offered cephx in mode crc (EOPNOTSUPP)\n", run.Error);
    }

    [SkippableTheory]
    [InlineData("EACCES", "--key", "AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==")]
    [InlineData("EOPNOTSUPP", "--auth", "none")]
    public async Task Tool_should_say_that_it_was_refused(string errno, params string[] access)
    {
        var run = await AskAsync(access);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(errno, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error, '\n');
    }

    [SkippableFact]
    public async Task Ping_should_say_at_once_that_the_monitor_wants_a_key()
    {
        var run = await OwnPrograms.RunToolAsync("ping", $"{fixture.Ceph.Address}", "--timeout", "60000");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"cephactors: {fixture.Ceph.Address}: authentication failed: the monitor takes cephx in mode secure, and was offered none in mode crc; give a key with --keyring",
            run.Error,
            StringComparison.Ordinal);
        Assert.Single(run.Error, '\n');
    }

    [SkippableFact]
    public async Task Ping_should_be_answered_when_it_has_the_key()
    {
        var run = await OwnPrograms.RunToolAsync("ping", $"{fixture.Ceph.Address}", "--count", "2", "--interval", "1", "--keyring", fixture.Ceph.KeyringFile);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("2 sent, 2 answered, 0 lost", run.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> AskAsync(params string[] access) => OwnPrograms.RunToolAsync(["mon", "status", "--mon", $"{fixture.Ceph.Address}", .. access]);
}
