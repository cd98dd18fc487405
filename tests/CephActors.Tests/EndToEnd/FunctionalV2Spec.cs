using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>The same cases over protocol v2.</summary>
public sealed class FunctionalV2Spec(ITestOutputHelper output) : FunctionalSpec(output)
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
