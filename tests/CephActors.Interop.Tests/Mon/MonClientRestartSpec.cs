using CephActors.Interop.Tests.Ceph;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Mon;

/// <summary>A monitor that dies and comes back.</summary>
public sealed class MonClientRestartSpec(ITestOutputHelper output) : MonClientKit(output)
{
    private const int Commands = 300;

    [SkippableTheory]
    [InlineData("none", "v1")]
    [InlineData("cephx", "v1")]
    [InlineData("cephx", "v2")]
    public async Task Commands_should_all_be_answered_when_the_monitor_is_killed_and_restarted_amidst_them(string auth, string wire)
    {
        Skip.If(RealCeph.Missing is not null, RealCeph.Missing);
        await using var ceph = await RealCeph.StartAsync(auth, wire);
        await using var client = StartClient(ceph);
        await client.ConnectAsync().WaitAsync(Patience);
        var id = client.GlobalId;

        var answered = 0;
        var some = new TaskCompletionSource();
        var all = Task.WhenAll(Enumerable.Range(0, Commands).Select(AskAsync));
        await some.Task.WaitAsync(Patience);
        await ceph.KillMonitorAsync();
        var answeredByTheFirst = Volatile.Read(ref answered);
        ceph.StartMonitor();

        foreach (var result in await all.WaitAsync(Patience))
            Assert.Equal(0, result.Code);
        Assert.InRange(answeredByTheFirst, 1, Commands - 1);
        Assert.Equal(id, client.GlobalId);

        async Task<MonCommandResult> AskAsync(int number)
        {
            var result = await client.CommandAsync($$"""{"prefix":"config-key set","key":"number/{{number}}","val":"{{number}}"}""");
            if (Interlocked.Increment(ref answered) == Commands / 10)
                some.SetResult();
            return result;
        }
    }
}
