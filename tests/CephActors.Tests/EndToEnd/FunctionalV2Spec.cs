using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>The same cases over protocol v2.</summary>
public class FunctionalV2Spec(ITestOutputHelper output) : FunctionalSpec(output)
{
    internal override EntityAddress Listening => AnyV2Port;

    /// <summary>Over v2 a lossy client goes on trying: nothing has been opened that could be lost.</summary>
    public override async Task Feature_should_keep_a_client_out_until_it_has_what_the_server_requires()
    {
        const ulong wanted = 1ul << 13;
        var server = await ServeAsync("stateless-server", settings: $"features.required = 0x{wanted:x}");
        var lacking = Client("lossy-client", settings: $"features.supported = 0x{CephFeatures.All & ~wanted:x}\ninitial-backoff = 1h\nmax-backoff = 1h");
        await EventFilter.Warning(contains: $"peer requires features {wanted:x16} that we do not support").ExpectOneAsync(() =>
        {
            lacking.ConnectTo(server).Send(PingMessage);
            return Task.CompletedTask;
        });
        Assert.False(lacking.ConnectTo(server) is { IsConnected: true } or { IsClosed: true });
        await lacking.Messenger.ShutdownAsync().WaitAsync(Patience);

        var client = Client("lossy-client");
        await RoundTripAsync(client, client.ConnectTo(server), 1);
    }
}

/// <summary>Again, in the older revision.</summary>
public sealed class FunctionalV2Revision0Spec(ITestOutputHelper output) : FunctionalV2Spec(output)
{
    internal override V2Form Form { get; } = V2Form.Parse("2.0 crc");
}

/// <summary>Again, encrypted.</summary>
public class FunctionalV2SecureSpec(ITestOutputHelper output) : FunctionalV2Spec(output)
{
    internal override V2Form Form { get; } = V2Form.Parse("2.1 secure");

    /// <summary>Without a key there is no encryption, so who has none is kept out.</summary>
    public override async Task Auth_should_let_in_with_cephx_and_then_with_none()
    {
        const string both = "auth { service-required = [cephx, none], client-required = [cephx, none] }";
        var server = await ServeAsync("stateless-server", settings: both);
        var client = Client("lossy-client", settings: both);
        var connection = client.ConnectTo(server);
        await RoundTripAsync(client, connection, 1);
        connection.MarkDown();

        var keyless = CreateMessenger("client.7", $"{Form.Settings}\n{both}", new SocketTransport());
        await EventFilter.Warning(contains: "method none goes with crc mode only").ExpectOneAsync(() =>
        {
            connection = keyless.ConnectTo(server.Messenger.OwnAddresses, EntityType.Osd);
            connection.Send(PingMessage);
            return Task.CompletedTask;
        });
        await UntilAsync(() => connection.IsClosed);
    }
}

/// <summary>Again, encrypted in the older revision.</summary>
public sealed class FunctionalV2SecureRevision0Spec(ITestOutputHelper output) : FunctionalV2SecureSpec(output)
{
    internal override V2Form Form { get; } = V2Form.Parse("2.0 secure");
}
