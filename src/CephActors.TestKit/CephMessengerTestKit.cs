using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using CephActors.Transport;
using Xunit;
using Xunit.Abstractions;

namespace CephActors.TestKit;

/// <summary>
/// A test class with a network of its own: messengers in one actor system or several, none of which opens a real socket.
/// Derive from it, or use <see cref="CephTestNetwork"/> alone in a test class of another making.
/// </summary>
/// <remarks>
/// <para>Every messenger of <see cref="TestKitBase.Sys"/> and of systems from <see cref="CreateSystem"/> is on <see cref="Network"/>, also those that the
/// code under test gets by name. Reconnects are fast (10 to 100 ms) unless time is virtual or <c>hocon</c> says otherwise.</para>
/// <para>When a test has ended, all messengers are shut down; it fails if one still holds throttle credits of messages that were received,
/// or if an error was logged that it had not announced in <see cref="ErrorsExpected"/>.</para>
/// </remarks>
public abstract partial class CephMessengerTestKit : Akka.TestKit.Xunit2.TestKit, IAsyncLifetime
{
    private const string Common = """
        akka.log-dead-letters = off
        akka.test { single-expect-default = 20s, filter-leeway = 20s }
        """;

    private const string RealTime = "ceph.messenger { initial-backoff = 10ms, max-backoff = 100ms }";

    private const string Virtual = """akka.scheduler.implementation = "CephActors.TestKit.VirtualScheduler, CephActors.TestKit" """;

    private readonly Config _config;
    private readonly List<ActorSystem> _systems = [];
    private readonly List<Interceptor> _interceptors = [];
    private readonly TestProbe _errors;
    private readonly VirtualTime? _time;

    /// <summary>Starts the actor system of the test.</summary>
    /// <param name="output">Gets the log; null for none.</param>
    /// <param name="virtualTime">Time stands still until <see cref="Time"/> is moved. Reconnect times are then the real defaults.</param>
    /// <param name="hocon">Configuration of all actor systems of the test, before everything else.</param>
    protected CephMessengerTestKit(ITestOutputHelper? output = null, bool virtualTime = false, string hocon = "")
        : this(ConfigurationFactory.ParseString(hocon)
            .WithFallback(ConfigurationFactory.ParseString(virtualTime ? Virtual : RealTime))
            .WithFallback(ConfigurationFactory.ParseString(Common)), output, virtualTime)
    {
    }

    private CephMessengerTestKit(Config config, ITestOutputHelper? output, bool virtualTime)
        : base(config, output: output)
    {
        _config = config;
        _time = virtualTime ? new VirtualTime() : null;
        _errors = CreateTestProbe();
        Enter(Sys);
    }

    /// <summary>The network of this test.</summary>
    public CephTestNetwork Network { get; } = new();

    /// <summary>Moves virtual time.</summary>
    /// <exception cref="InvalidOperationException">The test was made without virtual time.</exception>
    public VirtualTime Time => _time ?? throw new InvalidOperationException("Time is real here: pass virtualTime: true to the constructor.");

    /// <summary>
    /// How many errors will have been logged in all when the test ends, because it makes something fail; no more and no fewer are forgiven.
    /// Null switches the check off.
    /// </summary>
    protected int? ErrorsExpected { get; set; } = 0;

    /// <summary>Whether the test fails when a messenger holds throttle credits in the end.</summary>
    protected bool ChecksThrottles { get; set; } = true;

    /// <summary>Another actor system with the same configuration, time and network, which ends with the test.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="hocon">Configuration of its own, before that of the test.</param>
    protected ActorSystem CreateSystem(string name, string hocon = "")
    {
        var system = ActorSystem.Create(name, ConfigurationFactory.ParseString(hocon).WithFallback(_config).WithFallback(DefaultConfig));
        InitializeLogger(system, name);
        _systems.Add(system);
        Enter(system);
        return system;
    }

    /// <summary>A messenger on the network, without dispatcher and not bound.</summary>
    /// <param name="entity">The entity's name, such as <c>osd.1</c>.</param>
    /// <param name="hocon">Its settings, as under <c>ceph.messengers.NAME</c>; see <see cref="CephTestNetwork.CreateMessenger(ActorSystem, string, string?)"/>.</param>
    /// <param name="system">The actor system it lives in; the test's own if left out.</param>
    protected CephMessenger CreateMessenger(string entity, string? hocon = null, ActorSystem? system = null) =>
        Network.CreateMessenger(system ?? Sys, entity, hocon);

    /// <summary>As <see cref="CreateMessenger(string, string?, ActorSystem?)"/>, with an interceptor at its sockets.</summary>
    /// <param name="entity">The entity's name.</param>
    /// <param name="interceptor">Watches the sockets of this messenger; an interceptor serves one messenger. What it holds is released when the test ends.</param>
    /// <param name="hocon">Its settings.</param>
    /// <param name="system">The actor system it lives in; the test's own if left out.</param>
    protected CephMessenger CreateMessenger(string entity, Interceptor interceptor, string? hocon = null, ActorSystem? system = null)
    {
        _interceptors.Add(interceptor);
        return Network.CreateMessenger(system ?? Sys, entity, interceptor, hocon);
    }

    /// <summary>A probe behind all dispatchers that a messenger has.</summary>
    /// <param name="messenger">The messenger.</param>
    /// <param name="options">What it takes, and when that is done; everything at once if left out.</param>
    protected CephTestProbe CreateProbe(CephMessenger messenger, DispatcherOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messenger);
        return new CephTestProbe(messenger, CreateTestProbe(), Assertions, options);
    }

    /// <summary>A messenger on the network with a probe as its only dispatcher, bound to a free port.</summary>
    /// <inheritdoc cref="CreateMessenger(string, string?, ActorSystem?)"/>
    protected async Task<CephTestProbe> StartAsync(string entity, string? hocon = null, ActorSystem? system = null)
    {
        var probe = CreateProbe(CreateMessenger(entity, hocon, system));
        await probe.Messenger.BindAsync().WaitAsync(TestKitSettings.SingleExpectDefault).ConfigureAwait(false);
        return probe;
    }

    /// <summary>As the public ones, over another transport than the network; null for the network.</summary>
    internal CephMessenger CreateMessengerOver(ByteTransport? transport, string entity, string? hocon = null) =>
        Network.CreateMessenger(Sys, entity, hocon, transport is null ? null : _ => transport);

    private void Enter(ActorSystem system)
    {
        Network.Join(system);
        system.EventStream.Subscribe(_errors, typeof(Error));
        if (system.Scheduler is VirtualScheduler scheduler)
            _time?.Add(scheduler);
    }
}
