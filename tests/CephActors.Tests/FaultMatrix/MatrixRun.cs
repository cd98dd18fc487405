using Akka.Actor;
using Akka.Configuration;
using CephActors.Configuration;
using CephActors.TestKit;
using CephActors.Tests.Actors;
using CephActors.Transport;

namespace CephActors.Tests.FaultMatrix;

/// <summary>One scenario between two messengers, of which only ours has an interceptor.</summary>
internal sealed partial class MatrixRun : IAsyncDisposable
{
    private static int _lastNumber;

    private readonly MatrixScenario _scenario;
    private readonly ActorSystem _system;
    private readonly EntityAddress _bind;
    private readonly VirtualScheduler _time;
    private readonly MatrixJournal _journal = new();
    private readonly Interceptor _interceptor = new();
    private readonly MatrixSide _us;
    private readonly MatrixSide _peer;

    private MatrixRun(MatrixScenario scenario, ActorSystem system, EntityAddress bind)
    {
        _bind = bind;
        _scenario = scenario;
        _system = system;
        _time = (VirtualScheduler)system.Scheduler;
        _us = new MatrixSide("us", _journal);
        _peer = new MatrixSide("peer", _journal);
        _us.Expected = () => _peer.Sent;
        _peer.Expected = () => _us.Sent;
        _interceptor.Passed += _us.Count;
        _interceptor.Passed += NoteBroken;
    }

    /// <summary>Runs a scenario with the nonces of Ceph's test, or with them changed for each other, which makes our address the greater one.</summary>
    public static Task RunAsync(string name, bool swapped, ActorSystem system, ByteTransport transport) =>
        RunAsync(MatrixData.Of(name, weAreGreater: swapped), swapped, system, transport, MessengerTest.AnyPort);

    /// <summary>The same over protocol v2.</summary>
    public static Task RunV2Async(string name, bool swapped, ActorSystem system, ByteTransport transport) =>
        RunAsync(MatrixData.OfV2(name), swapped, system, transport, MessengerTest.AnyV2Port);

    private static async Task RunAsync(MatrixScenario scenario, bool swapped, ActorSystem system, ByteTransport transport, EntityAddress bind)
    {
        await using var run = new MatrixRun(scenario, system, bind);
        try
        {
            await run.StartAsync(transport, ourNonce: swapped ? 4u : 2u, peersNonce: swapped ? 2u : 4u);
            foreach (var step in scenario.Steps)
                await run.TakeAsync(step);
            Assert.True(run._interceptor.IsExhausted, "a configured point was not passed often enough");
            run._journal.ThrowIfFailed();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new Xunit.Sdk.XunitException($"{scenario.Name}: {e.Message}\n{run.Describe()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What is held would keep its connection from ending.
        _interceptor.Release();
        await Task.WhenAll(new[] { _us, _peer }.Where(s => s.Messenger is not null).Select(s => s.Messenger.ShutdownAsync())).WaitAsync(MessengerTest.Patience);
    }

    private async Task StartAsync(ByteTransport transport, uint ourNonce, uint peersNonce)
    {
        for (var i = 0; i < _scenario.Breakpoints.Count; i++)
        {
            var breakpoint = _scenario.Breakpoints[i];
            _interceptor.At(MatrixPositions.ParseAction(breakpoint.Action), PositionOf(breakpoint, i), breakpoint.Round);
        }

        await StartAsync(_us, 2, ourNonce, _scenario.TestPolicy, _interceptor.Over(transport));
        await StartAsync(_peer, 4, peersNonce, _scenario.PeerPolicy, transport);
    }

    private InterceptedPosition PositionOf(MatrixBreakpoint breakpoint, int index) => _bind.Type is EntityAddressType.Msgr2
        ? MatrixPositions.ParseV2(breakpoint)
        : MatrixPositions.Parse(_scenario.V1.Points[index]);

    private async Task StartAsync(MatrixSide side, int number, uint nonce, string policy, ByteTransport transport)
    {
        var messengers = CephMessengers.For(_system);
        var id = $"osd-{number}-{Interlocked.Increment(ref _lastNumber)}";
        var config = ConfigurationFactory.ParseString($$"""
            ceph.messengers.{{id}} { name = "osd.{{number}}", nonce = {{nonce}}, default-policy = "{{policy.Replace('_', '-')}}" }
            """).WithFallback(_system.Settings.Config);
        side.Messenger = messengers.Create(id, MessengerSettings.Read(config, id), transport, side);
        side.Messenger.AddDispatcherTail(_system.ActorOf(side.Dispatcher, $"dispatcher-{id}"));
        await side.Messenger.BindAsync(_bind).WaitAsync(MessengerTest.Patience);
    }

    private string Describe() => _journal.Ask(() =>
        $"us:\n  {string.Join("\n  ", _us.Objects)}\npeer:\n  {string.Join("\n  ", _peer.Objects)}\n{_journal}");
}
