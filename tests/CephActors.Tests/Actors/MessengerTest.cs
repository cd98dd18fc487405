using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using CephActors.Configuration;
using CephActors.TestKit;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Messengers in one actor system over one in-memory network, or over any other transport.</summary>
public abstract class MessengerTest : Akka.TestKit.Xunit2.TestKit
{
    /// <summary>How long a test waits for what has to come.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Common = """
        akka.loglevel = DEBUG
        akka.log-dead-letters = off
        akka.test { single-expect-default = 20s, filter-leeway = 20s }
        ceph.messenger {
          initial-backoff = 10ms
          max-backoff = 100ms
          default-policy = "lossless-peer"
        }
        """;

    private const string VirtualTime = """
        akka.scheduler.implementation = "CephActors.TestKit.VirtualScheduler, CephActors.TestKit"
        ceph.messenger { initial-backoff = 200ms, max-backoff = 15s }
        """;

    private readonly List<CephMessenger> _messengers = [];
    private readonly TestProbe _errors;

    protected MessengerTest(ITestOutputHelper output, bool virtualTime = false, string settings = "")
        : base(
            ConfigurationFactory.ParseString(settings)
                .WithFallback(ConfigurationFactory.ParseString(virtualTime ? VirtualTime : ""))
                .WithFallback(ConfigurationFactory.ParseString(Common)),
            output: output)
    {
        _errors = CreateTestProbe();
        Sys.EventStream.Subscribe(_errors, typeof(Error));
    }

    internal static EntityAddress AnyPort { get; } = EntityAddress.Parse("v1:127.0.0.1:0/0");

    /// <summary>Errors that are logged because the test makes something fail; none else are forgiven.</summary>
    internal int ErrorsMeant { get; set; }

    internal InMemoryTransport Network { get; } = new();

    internal VirtualScheduler Time => (VirtualScheduler)Sys.Scheduler;

    /// <summary>A messenger with a dispatcher that keeps all it gets, bound to a free port unless told otherwise.</summary>
    internal async Task<Party> StartAsync(
        string name, string settings = "", ByteTransport? transport = null, EntityAddress? bind = null, bool bound = true)
    {
        var party = Create(name, settings, transport);
        if (bound)
            await party.Messenger.BindAsync(bind ?? AnyPort).WaitAsync(Patience);
        return party;
    }

    /// <summary>As <see cref="StartAsync"/>, without binding. The name is the entity's, such as osd.1.</summary>
    internal Party Create(string name, string settings = "", ByteTransport? transport = null)
    {
        var messenger = CreateMessenger(name, settings, transport);
        return new Party(messenger, CreateTestProbe());
    }

    /// <summary>A messenger without a dispatcher.</summary>
    internal CephMessenger CreateMessenger(string name, string settings = "", ByteTransport? transport = null)
    {
        var registry = CephMessengers.For(Sys);
        var id = $"{name.Replace('.', '-')}-{_messengers.Count}";
        var config = ConfigurationFactory.ParseString($"ceph.messengers.{id} {{ name = \"{name}\"\n{settings}\n }}")
            .WithFallback(Sys.Settings.Config);
        var messenger = registry.Create(id, MessengerSettings.Read(config, id), transport ?? Network);
        _messengers.Add(messenger);
        return messenger;
    }

    internal static CephMessage Ping(ulong tid, int size = 0, ushort priority = 0) =>
        new(MessageType.Ping, default, default, new byte[size]) { Tid = tid, Priority = priority };

    internal Task UntilAsync(Func<bool> condition) => AwaitConditionAsync(condition, Patience, TimeSpan.FromMilliseconds(5));

    /// <summary>
    /// Returns when the actor of a connection has finished what it was doing, timers set; false if it is gone.
    /// </summary>
    internal Task<bool> SettleAsync(CephMessenger messenger, Connection connection) =>
        SettleAsync(messenger, $"connection-{connection.QueueId}");

    internal async Task<bool> SettleAsync(CephMessenger messenger, string part)
    {
        var identity = await Sys.ActorSelection(messenger.Actor.Path / part).Ask<ActorIdentity>(new Identify(part)).WaitAsync(Patience);
        return identity.Subject is not null;
    }

    protected override void AfterAll()
    {
        // Whatever a test did, in the end nothing it received may still hold credits, and nothing of ours has failed.
        Task.WaitAll([.. _messengers.Select(m => m.ShutdownAsync())], Patience);
        foreach (var throttles in _messengers.Select(m => m.Services.Throttles))
        {
            Assert.Equal(0, throttles.Bytes.Current);
            Assert.Equal(0, throttles.Messages.Current);
        }

        Sys.EventStream.Unsubscribe(_errors);
        var errors = new List<object?>();
        while (_errors.HasMessages)
            errors.Add(_errors.ReceiveOne(TimeSpan.Zero));
        Assert.True(errors.Count == ErrorsMeant, string.Join('\n', errors));
        base.AfterAll();
    }
}
