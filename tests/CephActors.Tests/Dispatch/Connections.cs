using CephActors.Actors;

namespace CephActors.Tests.Dispatch;

/// <summary>Connections that are nothing but a class in the dispatch queue.</summary>
internal static class Connections
{
    public static Connection New(ulong queueId) => new(
        queueId,
        new ConnectionFacts(EntityAddressVector.Empty, EntityType.Osd, Policy.LosslessPeer, CephFeatures.All, IsOpen: true, Anonymous: false),
        SendLimits.None);
}
