using Akka.Configuration;
using Akka.TestKit.Xunit2;
using CephActors.Interop.Tests.Ceph;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Mon;

/// <summary>Starts monitor clients for a real monitor.</summary>
public abstract class MonClientKit(ITestOutputHelper output, string settings = "")
    : TestKit(ConfigurationFactory.ParseString(settings).WithFallback(Settings), output: output)
{
    /// <summary>How long anything may take; the machine may be busy.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    protected const string DumpMap = """{"prefix":"mon dump","format":"json"}""";

    private static readonly Config Settings = ConfigurationFactory.ParseString("akka.loglevel = INFO");

    private protected MonClient StartClient(RealCeph ceph) => StartClient(ceph, new MonClientOptions
    {
        Name = AuthEntityName.Parse("client.admin"),
        Key = ceph.Auth == "cephx" ? ceph.Key("client.admin") : null,
        Methods = ceph.Auth == "cephx" ? [AuthMethod.Cephx] : [AuthMethod.None],
    });

    private protected MonClient StartClient(RealCeph ceph, MonClientOptions options, EntityAddress? monitor = null) =>
        MonClient.Start(Sys, Sys.CephMessenger($"of-{options.Name}"), options with { Monitors = [monitor ?? ceph.Address] });

    private protected static async Task<MonClientException> RefusalAsync(MonClient client) =>
        await Assert.ThrowsAsync<MonClientException>(() => client.ConnectAsync().WaitAsync(Patience));
}
