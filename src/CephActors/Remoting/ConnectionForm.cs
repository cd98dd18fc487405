using Akka.Actor;
using Akka.Serialization;
using CephActors.Actors;
using CephActors.Encoding;

namespace CephActors.Remoting;

/// <summary>
/// A connection between nodes: the path of the actor that relays to it, its number there, and how it looked when it was sent.
/// Read on the node it belongs to it is the connection itself, elsewhere a handle that relays.
/// </summary>
internal sealed class ConnectionForm(ExtendedActorSystem system)
{
    private const byte Lossy = 1, Server = 2, Standby = 4, ResetCheck = 8, RegisterLossyClients = 16;
    private const byte Open = 1, Anonymous = 2;

    public void Write(WireWriter writer, Connection connection)
    {
        var facts = connection.Facts;
        var envelope = writer.BeginEnvelope(1, 1);
        writer.WriteString(Serialization.SerializedActorPath(connection.Export()));
        writer.WriteU64(connection.QueueId);
        writer.WriteU8((byte)((connection.IsConnected ? Open : 0) | (facts.Anonymous ? Anonymous : 0)));
        writer.WriteU64(facts.Features);
        writer.WriteU8((byte)facts.PeerType);
        writer.WriteEntityAddressVector(facts.PeerAddresses, CephFeatures.All);
        WritePolicy(writer, facts.Policy);
        writer.EndEnvelope(envelope);
    }

    public Connection Read(ref WireReader reader)
    {
        var envelope = reader.BeginEnvelope(1, "connection");
        var path = reader.ReadString("relay");
        var queueId = reader.ReadU64("number");
        var state = reader.ReadU8("state");
        var features = reader.ReadU64("features");
        var type = (EntityType)reader.ReadU8("peer type");
        var addresses = reader.ReadEntityAddressVector("peer addresses");
        var policy = ReadPolicy(ref reader);
        reader.EndEnvelope(envelope);
        var facts = new ConnectionFacts(addresses, type, policy, features, (state & Open) != 0, (state & Anonymous) != 0);
        return reader.Failed ? Connection.Gone(queueId, facts) : Resolve(path, queueId, facts);
    }

    private Connection Resolve(string path, ulong queueId, ConnectionFacts facts)
    {
        var relay = system.Provider.ResolveActorRef(path);
        if (relay is not IActorRefScope { IsLocal: true })
            return Connection.Remote(queueId, facts, relay);
        return CephMessengers.For(system).FindByRelay(relay) is { } messenger && messenger.Services.Exported.TryGetValue(queueId, out var own)
            ? own
            : Connection.Gone(queueId, facts);
    }

    private static void WritePolicy(WireWriter writer, Policy policy)
    {
        writer.WriteString(policy.Name);
        writer.WriteU8((byte)((policy.Lossy ? Lossy : 0) | (policy.Server ? Server : 0) | (policy.Standby ? Standby : 0)
            | (policy.ResetCheck ? ResetCheck : 0) | (policy.RegisterLossyClients ? RegisterLossyClients : 0)));
        writer.WriteU64(policy.FeaturesSupported);
        writer.WriteU64(policy.FeaturesRequired);
    }

    private static Policy ReadPolicy(ref WireReader reader)
    {
        var name = reader.ReadString("policy");
        var flags = reader.ReadU8("policy flags");
        return Policy.LosslessPeer with
        {
            Name = name,
            Lossy = (flags & Lossy) != 0,
            Server = (flags & Server) != 0,
            Standby = (flags & Standby) != 0,
            ResetCheck = (flags & ResetCheck) != 0,
            RegisterLossyClients = (flags & RegisterLossyClients) != 0,
            FeaturesSupported = reader.ReadU64("features supported"),
            FeaturesRequired = reader.ReadU64("features required"),
        };
    }
}
