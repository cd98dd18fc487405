using System.Collections.Concurrent;
using System.Diagnostics;
using CephActors.Interop.Tests.Ceph;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Mon;

/// <summary>A real monitor, and sockets that break all the time: on its side, on ours, or on both.</summary>
public sealed class MonClientFaultsSpec(ITestOutputHelper output) : MonClientKit(output, """
    akka.loglevel = WARNING
    ceph.messenger { initial-backoff = 5ms, max-backoff = 50ms, injection.allowed = on }
    ceph.mon-client { hunt-interval = 300ms, command-timeout = 40s, connect-timeout = 40s }
    """)
{
    private const int Commands = 1000;
    private const int Every = 30;

    private readonly ITestOutputHelper _output = output;

    [SkippableTheory]
    [InlineData("none", Every, 0, 4)]
    [InlineData("none", Every, 0, 25)]
    [InlineData("cephx", Every, 0, 4)]
    [InlineData("cephx", 0, Every, 20)]
    [InlineData("none", Every, Every, 2)]
    public async Task Commands_should_all_be_answered_or_fail_with_a_reason_when_sockets_break(string auth, int theirs, int ours, int atATime)
    {
        Skip.If(RealCeph.Missing is not null, RealCeph.Missing);
        await using var ceph = await RealCeph.StartAsync(auth);
        await using var client = StartClient(ceph);
        await client.ConnectAsync().WaitAsync(Patience);
        var messenger = Sys.CephMessenger("of-client.admin");
        var sessions = new SessionCount();
        messenger.AddFastDispatcherHead(sessions);
        if (theirs > 0)
            await ceph.BreakSocketsOfMonitorAsync(theirs);
        if (ours > 0)
            messenger.Inject(new FaultInjection { SocketFailures = ours });

        var clock = Stopwatch.StartNew();
        var reasons = new ConcurrentBag<string>();
        var answered = 0;
        var asked = 0;
        await Task.WhenAll(Enumerable.Range(0, atATime).Select(_ => AskAsync())).WaitAsync(4 * Patience);
        _output.WriteLine($"{answered} answered, {reasons.Count} failed, session lost {sessions.Count} times, {clock.Elapsed.TotalSeconds:0.0} s");

        Assert.Equal(asked, answered + reasons.Count);
        Assert.InRange(asked, Commands, int.MaxValue);
        Assert.All(reasons, reason => Assert.NotEmpty(reason));

        async Task AskAsync()
        {
            // Luck may spare the sockets for that long; then it is not over.
            while (Volatile.Read(ref asked) < Commands || sessions.Count == 0)
            {
                Interlocked.Increment(ref asked);
                try
                {
                    var result = await client.CommandAsync("""{"prefix":"mon stat"}""");
                    Assert.Equal(0, result.Code);
                    Assert.Contains("quorum 0 a", result.Status + result.OutputText, StringComparison.Ordinal);
                    Interlocked.Increment(ref answered);
                }
                catch (MonClientException e)
                {
                    reasons.Add(e.Message);
                }
            }
        }
    }

    private sealed class SessionCount : IFastDispatcher
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool CanFastDispatch(MessageType type) => false;

        public void FastDispatch(Connection connection, CephMessage message)
        {
        }

        public void FastConnect(Connection connection)
        {
            if (!connection.IsLoopback)
                Interlocked.Increment(ref _count);
        }
    }
}
