using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using CephActors.Actors;
using CephActors.Encoding;

namespace CephActors.Remoting;

/// <summary>
/// Carries what dispatchers are told, and connections, to other nodes of an Akka.Cluster. Bound in <c>reference.conf</c>. Every
/// form is an envelope with a version, so that nodes of different releases understand each other.
/// </summary>
internal sealed class CephSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Its number; it stands in <c>reference.conf</c> as well and never changes.</summary>
    public const int Id = 7306;

    private const byte Version = 1;

    private readonly ConnectionForm _connections = new(system);

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        MessageReceived => "M",
        CephMessage => "m",
        Connection => "c",
        ConnectionEstablished => "E",
        ConnectionAccepted => "A",
        ConnectionReset => "R",
        ConnectionRemoteReset => "RR",
        ConnectionRefused => "F",
        RelayedMessage => "rm",
        RelayedCommand => "rc",
        _ => throw new ArgumentException($"A {o.GetType()} is not carried by {nameof(CephSerializer)}: leave its binding as reference.conf has it.", nameof(o)),
    };

    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        var envelope = writer.BeginEnvelope(Version, Version);
        switch (obj)
        {
            case MessageReceived e:
                _connections.Write(writer, e.Connection);
                MessageForm.Write(writer, e.Message);
                break;
            case CephMessage e: MessageForm.Write(writer, e); break;
            case Connection e: _connections.Write(writer, e); break;
            case ConnectionEstablished e: _connections.Write(writer, e.Connection); break;
            case ConnectionAccepted e: _connections.Write(writer, e.Connection); break;
            case ConnectionReset e:
                _connections.Write(writer, e.Connection);
                writer.WriteString(e.Reason);
                break;
            case ConnectionRemoteReset e: _connections.Write(writer, e.Connection); break;
            case ConnectionRefused e: _connections.Write(writer, e.Connection); break;
            case RelayedMessage e:
                writer.WriteU64(e.Connection);
                MessageForm.Write(writer, e.Message);
                break;
            case RelayedCommand e:
                writer.WriteU64(e.Connection);
                writer.WriteU8((byte)e.Action);
                break;
            default: throw new ArgumentException($"A {obj.GetType()} is not carried by {nameof(CephSerializer)}.", nameof(obj));
        }

        writer.EndEnvelope(envelope);
        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        reader.BeginEnvelope(Version, "envelope");
        object read = manifest switch
        {
            "M" => new MessageReceived(_connections.Read(ref reader), MessageForm.Read(ref reader)),
            "m" => MessageForm.Read(ref reader),
            "c" => _connections.Read(ref reader),
            "E" => new ConnectionEstablished(_connections.Read(ref reader)),
            "A" => new ConnectionAccepted(_connections.Read(ref reader)),
            "R" => new ConnectionReset(_connections.Read(ref reader), reader.ReadString("reason")),
            "RR" => new ConnectionRemoteReset(_connections.Read(ref reader)),
            "F" => new ConnectionRefused(_connections.Read(ref reader)),
            "rm" => new RelayedMessage(reader.ReadU64("connection"), MessageForm.Read(ref reader)),
            "rc" => new RelayedCommand(reader.ReadU64("connection"), (RelayedAction)reader.ReadU8("action")),
            _ => throw new SerializationException($"The manifest '{manifest}' is not known to {nameof(CephSerializer)}: is the other node of a newer release?"),
        };
        return reader.Failed ? throw new SerializationException($"'{manifest}' of another node cannot be read: {reader.Error}") : read;
    }
}
