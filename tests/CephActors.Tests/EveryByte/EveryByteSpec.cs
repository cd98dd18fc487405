using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EveryByte;

/// <summary>
/// A short conversation over the in-memory network, on virtual time, is cut after every single byte to the server, after every
/// byte to the client, and after every number of bytes both ways: a lossless one ends as if nothing had happened, a lossy one
/// with a reset and nothing out of order.
/// </summary>
public sealed class EveryByteSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true, settings: """
    akka.loglevel = WARNING
    ceph.messenger { max-backoff = 1s, connection-ready-timeout = 1h, connection-idle-timeout = 0s }
    """)
{
    private const int Pairs = 16;
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("lossless-client", "stateful-server", "v1")]
    [InlineData("lossless-peer", "lossless-peer", "v1")]
    [InlineData("lossless-peer-reuse", "lossless-peer-reuse", "v1")]
    [InlineData("lossy-client", "stateless-server", "v1")]
    [InlineData("lossless-client", "stateful-server", "v2")]
    [InlineData("lossless-peer", "lossless-peer", "v2")]
    [InlineData("lossless-peer-reuse", "lossless-peer-reuse", "v2")]
    [InlineData("lossy-client", "stateless-server", "v2")]
    public async Task Conversation_should_keep_its_promise_when_it_is_cut_after_any_byte(string connecting, string accepting, string protocol)
    {
        var lossy = connecting.StartsWith("lossy", StringComparison.Ordinal);
        var pairs = new List<CutPair>();
        for (var i = 0; i < Pairs; i++)
            pairs.Add(await CreateAsync(connecting, accepting, protocol));

        var whole = SocketCut.None();
        await PumpAsync(pairs, pairs[0].ConverseAsync(whole, lossy));
        var cuts = CutsOf(whole.Delivered).ToArray();
        var broken = 0;
        var next = -1;
        await PumpAsync(pairs, Task.WhenAll(pairs.Select(async pair =>
        {
            for (var i = Interlocked.Increment(ref next); i < cuts.Length; i = Interlocked.Increment(ref next))
            {
                if (await AttemptAsync(pair, cuts[i], lossy))
                    Interlocked.Increment(ref broken);
            }
        })));
        Output.WriteLine($"{connecting} to {accepting} over {protocol}: {cuts.Length} conversations, {broken} cut, "
            + $"{whole.Delivered.ToServer} bytes to the server and {whole.Delivered.ToClient} to the client in a whole one");

        // Acknowledgements are put together differently each time, so a few conversations end before their cut.
        Assert.InRange(broken, cuts.Length * 3 / 4, cuts.Length);
    }

    private static IEnumerable<SocketCut> CutsOf((long ToServer, long ToClient) whole)
    {
        for (var n = 0L; n < whole.ToServer; n++)
            yield return new SocketCut(n, null);
        for (var n = 0L; n < whole.ToClient; n++)
            yield return new SocketCut(null, n);
        for (var n = 0L; n < Math.Min(whole.ToServer, whole.ToClient); n++)
            yield return new SocketCut(n, n);
    }

    private static async Task<bool> AttemptAsync(CutPair pair, SocketCut cut, bool lossy)
    {
        try
        {
            return await pair.ConverseAsync(cut, lossy);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(cut.ToString(), e);
        }
    }

    /// <summary>Lets time pass until the work is done.</summary>
    private async Task PumpAsync(List<CutPair> pairs, Task work)
    {
        await AwaitConditionAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            pairs.ForEach(p => p.Tick());
            return work.IsCompleted;
        }, LongPatience, TimeSpan.FromMilliseconds(2));
        await work;
    }

    private async Task<CutPair> CreateAsync(string connecting, string accepting, string protocol)
    {
        var anyPort = EntityAddress.Parse($"{protocol}:127.0.0.1:0");
        var transport = new CutTransport();
        var server = CreateMessenger("osd.2", $"default-policy = {accepting}", transport);
        await server.BindAsync(anyPort).WaitAsync(Patience);
        var client = CreateMessenger("osd.1", $"default-policy = {connecting}", transport);
        if (connecting.StartsWith("lossless-peer", StringComparison.Ordinal))
            await client.BindAsync(anyPort).WaitAsync(Patience);
        return new CutPair(Sys, transport, client, server);
    }
}
