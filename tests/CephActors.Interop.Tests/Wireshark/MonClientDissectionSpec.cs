using Akka.TestKit.Xunit2;
using CephActors.Configuration;
using CephActors.Interop.Tests.Ceph;

namespace CephActors.Interop.Tests.Wireshark;

/// <summary>Wireshark's dissector reads what a monitor client says to a real monitor.</summary>
public abstract class MonClientDissectionContract(MonitorFixture fixture) : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    [SkippableFact]
    public async Task Dissector_should_find_nothing_malformed_when_a_client_talks_to_a_real_monitor()
    {
        var ceph = fixture.Ceph;
        Skip.If(Dissection.Missing is not null, Dissection.Missing);
        var transport = new RecordingTransport();
        var messenger = CephMessengers.For(Sys).Create("recorded", MessengerSettings.Read(Sys.Settings.Config, "recorded"), transport);
        var client = MonClient.Start(Sys, messenger, new MonClientOptions
        {
            Monitors = [ceph.Address],
            Name = AuthEntityName.Parse("client.admin"),
            Key = ceph.Auth == "cephx" ? ceph.Key("client.admin") : null,
        });
        await client.GetMonMapAsync().WaitAsync(Patience);
        await client.CommandAsync("""{"prefix":"status"}""").WaitAsync(Patience);
        await client.CommandAsync("""{"prefix":"config-key set","key":"dissected"}""", new byte[10_000]).WaitAsync(Patience);
        await client.ShutdownAsync();
        await messenger.ShutdownAsync();

        var dissection = await Dissection.OfAsync(transport.Tapes);
        dissection.AssertHasMessagesOf(transport.Tapes);
        await dissection.AssertIsReadLikeRealTrafficAsync();
        Assert.Contains(dissection.Packets, packet => packet.Types is [MessageType.MonCommandAck]);
    }
}

/// <summary>Without keys.</summary>
[Collection(nameof(NoneMonitor))]
public sealed class NoneDissectionSpec(NoneMonitor fixture) : MonClientDissectionContract(fixture);

/// <summary>With keys.</summary>
[Collection(nameof(CephxMonitor))]
public sealed class CephxDissectionSpec(CephxMonitor fixture) : MonClientDissectionContract(fixture);
