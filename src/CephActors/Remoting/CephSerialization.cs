using Akka.Actor;
using CephActors.Actors;

namespace CephActors.Remoting;

/// <summary>
/// Gives an actor system the bindings of <c>reference.conf</c>. Akka reads those before any extension exists, so what an
/// extension brings along has to be put in afterwards.
/// </summary>
internal static class CephSerialization
{
    private const string Name = "ceph";

    /// <summary>What is carried.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        typeof(MessageReceived),
        typeof(CephMessage),
        typeof(Connection),
        typeof(ConnectionEstablished),
        typeof(ConnectionAccepted),
        typeof(ConnectionReset),
        typeof(ConnectionRemoteReset),
        typeof(ConnectionRefused),
        typeof(RelayedMessage),
        typeof(RelayedCommand),
    ];

    /// <summary>Binds what the configuration leaves to us; a binding of the user's own stays.</summary>
    public static void Install(ExtendedActorSystem system)
    {
        if (system.Serialization.FindSerializerForType(typeof(RelayedCommand)) is CephSerializer)
            return;
        var serializer = new CephSerializer(system);
        system.Serialization.AddSerializer(Name, serializer);
        var bindings = system.Settings.Config.GetConfig("akka.actor.serialization-bindings");
        foreach (var type in Types)
        {
            if (bindings.GetString($"\"{NameOf(type)}\"") == Name)
                system.Serialization.AddSerializationMap(type, serializer);
        }
    }

    /// <summary>A type as bindings name it.</summary>
    public static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
