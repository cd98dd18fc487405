using System.Globalization;
using System.Text.Json;
using CephActors.Interop.Tests.Ceph;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Mon;

/// <summary>What a monitor client gets from a real monitor, whatever the method of authentication.</summary>
public abstract class MonClientContract(MonitorFixture fixture, ITestOutputHelper output, string settings = "") : MonClientKit(output, settings)
{
    [SkippableFact]
    public async Task Session_should_stand_when_the_monitor_has_authenticated_the_client()
    {
        var ceph = fixture.Ceph;
        await using var client = StartClient(ceph);
        await client.ConnectAsync().WaitAsync(Patience);
        Assert.Contains(ceph.Address, client.Monitor!);
        Assert.NotEqual(0UL, client.GlobalId);
    }

    [SkippableFact]
    public async Task Status_should_name_the_cluster_when_asked_for()
    {
        var ceph = fixture.Ceph;
        await using var client = StartClient(ceph);
        var status = await client.CommandAsync("""{"prefix":"status"}""").WaitAsync(Patience);
        Assert.Equal(0, status.Code);
        Assert.Contains($"id:     {ceph.Fsid}", status.OutputText, StringComparison.Ordinal);
        Assert.Contains("mon: 1 daemons, quorum a", status.OutputText, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Dump_should_be_what_the_real_client_prints_when_asked_for()
    {
        var ceph = fixture.Ceph;
        await using var client = StartClient(ceph);
        var ours = await client.CommandAsync(DumpMap).WaitAsync(Patience);
        var real = await ceph.CephAsync("mon", "dump", "--format", "json");
        Assert.Equal(0, ours.Code);
        Assert.Equal(real.Output.Trim(), ours.OutputText.Trim());
        Assert.Contains(ours.Status, real.Error, StringComparison.Ordinal);
        Assert.Equal("dumped monmap epoch 1", ours.Status);
    }

    [SkippableFact]
    public async Task Map_should_have_the_fields_that_the_real_client_prints_when_it_came()
    {
        var ceph = fixture.Ceph;
        await using var client = StartClient(ceph);
        var map = await client.GetMonMapAsync().WaitAsync(Patience);
        using var dump = JsonDocument.Parse((await ceph.CephAsync("mon", "dump", "--format", "json")).Output);
        var real = dump.RootElement;
        Assert.Equal(real.GetProperty("fsid").GetGuid(), map.Fsid);
        Assert.Equal(real.GetProperty("epoch").GetUInt32(), map.Epoch);
        Assert.Equal(real.GetProperty("modified").GetString(), Text(map.LastChanged));
        Assert.Equal(real.GetProperty("created").GetString(), Text(map.Created));
        Assert.Equal(real.GetProperty("min_mon_release").GetByte(), map.MinMonRelease);
        Assert.Equal(real.GetProperty("election_strategy").GetByte(), map.ElectionStrategy);
        Assert.Equal(real.GetProperty("stretch_mode").GetBoolean(), map.StretchModeEnabled);
        Assert.Equal(real.GetProperty("tiebreaker_mon").GetString(), map.TiebreakerMon);
        Assert.Equal(real.GetProperty("features").GetProperty("persistent").GetArrayLength(), System.Numerics.BitOperations.PopCount(map.PersistentFeatures));
        Assert.Equal(real.GetProperty("features").GetProperty("optional").GetArrayLength(), System.Numerics.BitOperations.PopCount(map.OptionalFeatures));
        var mon = real.GetProperty("mons")[0];
        var name = mon.GetProperty("name").GetString()!;
        Assert.Equal([name], map.Ranks);
        Assert.Equal(ceph.Addresses, map.Mons[name].PublicAddresses);
        Assert.Equal(mon.GetProperty("priority").GetUInt16(), map.Mons[name].Priority);
        Assert.Equal(mon.GetProperty("weight").GetUInt16(), map.Mons[name].Weight);
    }

    [SkippableFact]
    public async Task Command_should_fail_as_for_the_real_client_when_it_cannot_be_done()
    {
        var ceph = fixture.Ceph;
        await using var client = StartClient(ceph);
        var ours = await client.CommandAsync("""{"prefix":"osd pool get","pool":"nowhere","var":"size"}""").WaitAsync(Patience);
        var real = await ceph.CephAsync("osd", "pool", "get", "nowhere", "size");
        Assert.Equal((-2, "unrecognized pool 'nowhere'"), (ours.Code, ours.Status));
        Assert.Equal((2, "Error ENOENT: unrecognized pool 'nowhere'"), (real.ExitCode, real.Error.Trim()));
        var failure = Assert.Throws<MonClientException>(() => ours.EnsureSuccess());
        Assert.Equal(2, failure.Errno);
    }

    [SkippableFact]
    public async Task Command_should_fail_when_the_monitor_does_not_know_it()
    {
        await using var client = StartClient(fixture.Ceph);
        var result = await client.CommandAsync("""{"prefix":"make tea"}""").WaitAsync(Patience);
        Assert.Equal((-22, "command not known"), (result.Code, result.Status));
    }

    [SkippableFact]
    public async Task Input_should_reach_the_monitor_when_a_command_has_some()
    {
        var ceph = fixture.Ceph;
        await using var client = StartClient(ceph);
        var value = new string('v', 50_000);
        var set = await client.CommandAsync("""{"prefix":"config-key set","key":"interop"}""", System.Text.Encoding.ASCII.GetBytes(value)).WaitAsync(Patience);
        Assert.Equal((0, "set interop"), (set.Code, set.Status));
        Assert.Equal(value, (await client.CommandAsync("""{"prefix":"config-key get","key":"interop"}""").WaitAsync(Patience)).OutputText);
        Assert.Equal(value, (await ceph.CephAsync("config-key", "get", "interop")).Output.Trim());
    }

    [SkippableFact]
    public async Task Configuration_should_come_when_the_cluster_sets_some_for_the_client()
    {
        var ceph = fixture.Ceph;
        await using var client = StartClient(ceph);
        await client.CommandAsync("""{"prefix":"config set","who":"client","name":"log_max_recent","value":"123"}""").WaitAsync(Patience);
        await AwaitConditionAsync(() => Task.FromResult(client.Configuration?.GetValueOrDefault("log_max_recent") == "123"), Patience);
    }

    private static string Text(UTime time) =>
        DateTimeOffset.UnixEpoch.AddSeconds(time.Seconds).AddMicroseconds(time.Nanoseconds / 1000).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
