using CephActors.TestKit;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>The test kit as our own specs use it: sockets can be looked into, other transports put in, and what a dispatcher is told read as one row.</summary>
public abstract class MessengerTest : CephMessengerTestKit
{
    /// <summary>How long a test waits for what has to come.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Common = """
        akka.loglevel = DEBUG
        ceph.messenger.default-policy = "lossless-peer"
        """;

    protected MessengerTest(ITestOutputHelper output, bool virtualTime = false, string settings = "")
        : base(output, virtualTime, $"{Common}\n{settings}")
    {
    }

    internal static EntityAddress AnyPort { get; } = EntityAddress.Parse("v1:127.0.0.1:0/0");

    /// <summary>The same for protocol v2.</summary>
    internal static EntityAddress AnyV2Port { get; } = EntityAddress.Parse("v2:127.0.0.1:0/0");

    /// <summary>The network as a transport, for whoever has no messenger.</summary>
    internal new InMemoryTransport Network => base.Network.Transport;

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
    internal Party Create(string name, string settings = "", ByteTransport? transport = null) =>
        new(CreateProbe(CreateMessenger(name, settings, transport)));

    /// <summary>A messenger without a dispatcher.</summary>
    internal CephMessenger CreateMessenger(string name, string settings = "", ByteTransport? transport = null) =>
        CreateMessengerOver(transport, name, $"bind = []\n{settings}");

    internal static CephMessage Ping(ulong tid, int size = 0, ushort priority = 0) =>
        new(MessageType.Ping, default, default, new byte[size]) { Tid = tid, Priority = priority };
}
