using System.Diagnostics;
using System.Globalization;
using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Synthetic;

/// <summary>
/// Ceph's synthetic workloads under their names and with their numbers, over real sockets. The seed is written to the output;
/// CEPHACTORS_SEED repeats another one, CEPHACTORS_PAYLOAD sets the longest payload in bytes (4194304 in Ceph).
/// </summary>
public sealed class SyntheticWorkloadSpec(ITestOutputHelper output) : MessengerTest(output, settings: """
    akka.loglevel = WARNING
    akka.scheduler.implementation = "CephActors.Tests.Synthetic.AcceleratedScheduler, CephActors.Tests"
    ceph.messenger { initial-backoff = 200ms, max-backoff = 1s, connection-ready-timeout = 10m, connection-idle-timeout = 0s }
    """)
{
    private const int Seed = 20151;
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(2);

    [Fact]
    public Task StressTest_should_deliver_all_that_was_not_dropped() => RunAsync(SyntheticRow.StressTest, AnyPort);

    [Fact]
    public Task StressTest1_should_deliver_all_that_was_not_dropped() => RunAsync(SyntheticRow.StressTest1, AnyPort);

    [Fact]
    public Task InjectTest_should_deliver_all_that_was_not_dropped_when_sockets_fail() => RunAsync(SyntheticRow.InjectTest, AnyPort);

    [Fact]
    public Task InjectTest2_should_deliver_all_that_was_not_dropped_when_sockets_fail() => RunAsync(SyntheticRow.InjectTest2, AnyPort);

    [Fact]
    public Task InjectTest3_should_report_what_is_lost_when_sockets_fail() => RunAsync(SyntheticRow.InjectTest3, AnyPort);

    [Fact]
    public Task InjectTest4_should_deliver_all_when_sockets_fail_and_messages_are_delayed() => RunAsync(SyntheticRow.InjectTest4, AnyPort);

    [Fact]
    public Task StressTest_should_deliver_all_that_was_not_dropped_over_v2() => RunAsync(SyntheticRow.StressTest, AnyV2Port);

    [Fact]
    public Task StressTest1_should_deliver_all_that_was_not_dropped_over_v2() => RunAsync(SyntheticRow.StressTest1, AnyV2Port);

    [Fact]
    public Task InjectTest_should_deliver_all_that_was_not_dropped_when_sockets_fail_over_v2() => RunAsync(SyntheticRow.InjectTest, AnyV2Port);

    [Fact]
    public Task InjectTest2_should_deliver_all_that_was_not_dropped_when_sockets_fail_over_v2() => RunAsync(SyntheticRow.InjectTest2, AnyV2Port);

    [Fact]
    public Task InjectTest3_should_report_what_is_lost_when_sockets_fail_over_v2() => RunAsync(SyntheticRow.InjectTest3, AnyV2Port);

    [Fact]
    public Task InjectTest4_should_deliver_all_when_sockets_fail_and_messages_are_delayed_over_v2() => RunAsync(SyntheticRow.InjectTest4, AnyV2Port);

    [Theory]
    [InlineData("2.0 crc")]
    [InlineData("2.0 secure")]
    [InlineData("2.1 secure")]
    public async Task Every_row_should_keep_its_promise_in_each_form_of_v2(string form)
    {
        foreach (var row in SyntheticRow.All)
            await RunAsync(row with { Operations = Math.Min(row.Operations, 1000) }, AnyV2Port, V2Form.Parse(form));
    }

    private Task RunAsync(SyntheticRow row, EntityAddress anyPort) => RunAsync(row, anyPort, V2Form.Usual);

    private async Task RunAsync(SyntheticRow row, EntityAddress anyPort, V2Form form)
    {
        var seed = FromEnvironment("CEPHACTORS_SEED", Seed);
        var payload = FromEnvironment("CEPHACTORS_PAYLOAD", row.MaxPayload);
        Output.WriteLine($"{row.Name} at {anyPort}: seed {seed}, payloads up to {payload} bytes");
        var workload = new SyntheticWorkload(row, seed, payload);
        await workload.SetUpAsync(Sys, anyPort, (name, policy, nonce) => Create(row, name, policy, nonce, seed, form));
        var start = Stopwatch.GetTimestamp();
        try
        {
            await workload.RunAsync().WaitAsync(LongPatience);
            await workload.SettleAsync(0).WaitAsync(LongPatience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{workload.Ledger.Open} messages neither came nor were they reported lost:\n{workload.Ledger.DescribeOpen()}");
        }

        var (ledger, dispatcher) = (workload.Ledger, workload.Dispatcher);
        Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{row.Name}: {ledger.Totals}, {workload.Dropped} dropped, {dispatcher.Connects} connects, {dispatcher.Accepts} accepts, "
            + $"{dispatcher.Resets} resets, {dispatcher.RemoteResets} remote resets, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        Assert.Empty(ledger.Violations);
        Assert.Equal(0, dispatcher.Queued);
        foreach (var messenger in workload.Messengers)
            await UntilAsync(() => messenger.Services.Throttles.Bytes.Current == 0);
        Judge(row, workload);
        await Task.WhenAll(workload.Messengers.Select(m => m.ShutdownAsync())).WaitAsync(Patience);
    }

    /// <summary>What must not have been lost at all, not even with a report.</summary>
    private static void Judge(SyntheticRow row, SyntheticWorkload workload)
    {
        var totals = workload.Ledger.Totals;
        Assert.InRange(totals.Sent, row.Operations / 3, row.Operations);
        if (!row.IsLossy && !row.Drops)
            Assert.Equal((totals.Sent, 0), (totals.Received, totals.Excused));

        // Not for nothing: how much is under way when a connection is dropped depends on the machine.
        Assert.InRange(totals.Answered, totals.Sent / 10, totals.Sent);
    }

    private CephMessenger Create(SyntheticRow row, string name, Policy policy, int nonce, int seed, V2Form form)
    {
        var throttle = row.DispatchThrottle is { } bytes ? $"dispatch-throttle-bytes = {bytes}" : "";
        var messenger = CreateMessenger(name, $"""
            {form.Settings}
            default-policy = {policy}
            nonce = {nonce}
            injection.allowed = on
            {throttle}
            """, new SocketTransport());
        form.Equip(messenger, Sys);
        messenger.Inject(row.Faults with { Seed = seed + nonce });
        return messenger;
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
