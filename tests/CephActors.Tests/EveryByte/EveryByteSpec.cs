using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EveryByte;

/// <summary>
/// A short conversation over the in-memory network, on virtual time, is cut after every single byte to the server, after every
/// byte to the client, and after every number of bytes both ways: a lossless one ends as if nothing had happened, a lossy one
/// with a reset and nothing out of order. In the rarer forms of protocol v2 it is cut after every byte of the handshake, and
/// after one in so many of what follows and of both ways together.
/// </summary>
public sealed class EveryByteSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true, settings: """
    akka.loglevel = WARNING
    ceph.messenger { max-backoff = 1s, connection-ready-timeout = 1h, connection-idle-timeout = 0s }
    """)
{
    private const int Pairs = 16;
    private const int OneIn = 29;
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
    public Task Conversation_should_keep_its_promise_when_it_is_cut_after_any_byte(string connecting, string accepting, string protocol) =>
        RunAsync(connecting, accepting, protocol, V2Form.Usual, oneIn: 1);

    [Theory]
    [InlineData("lossless-peer", "lossless-peer", "2.0 crc")]
    [InlineData("lossless-peer", "lossless-peer", "2.0 secure")]
    [InlineData("lossless-peer", "lossless-peer", "2.1 secure")]
    [InlineData("lossy-client", "stateless-server", "2.0 crc")]
    [InlineData("lossy-client", "stateless-server", "2.0 secure")]
    [InlineData("lossy-client", "stateless-server", "2.1 secure")]
    public Task Conversation_should_keep_its_promise_in_each_form_of_v2(string connecting, string accepting, string form) =>
        RunAsync(connecting, accepting, "v2", V2Form.Parse(form), OneIn);

    private async Task RunAsync(string connecting, string accepting, string protocol, V2Form form, int oneIn)
    {
        var lossy = connecting.StartsWith("lossy", StringComparison.Ordinal);
        var pairs = new List<CutPair>();
        for (var i = 0; i < Pairs; i++)
            pairs.Add(await CreateAsync(connecting, accepting, protocol, form));

        var whole = SocketCut.None();
        await PumpAsync(pairs, pairs[0].ConverseAsync(whole, lossy));
        var cuts = CutsOf(whole.Delivered, pairs[0].Handshake, oneIn).ToArray();
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
            + $"{whole.Delivered.ToServer} bytes to the server and {whole.Delivered.ToClient} to the client in a whole one, "
            + $"{pairs[0].Handshake.ToServer} and {pairs[0].Handshake.ToClient} of them before it was open");

        // Acknowledgements are put together differently each time, so a few conversations end before their cut.
        Assert.InRange(broken, cuts.Length * 3 / 4, cuts.Length);
    }

    private static IEnumerable<SocketCut> CutsOf((long ToServer, long ToClient) whole, (long ToServer, long ToClient) handshake, int oneIn)
    {
        foreach (var n in Points(handshake.ToServer, whole.ToServer))
            yield return new SocketCut(n, null);
        foreach (var n in Points(handshake.ToClient, whole.ToClient))
            yield return new SocketCut(null, n);
        foreach (var n in Points(0, Math.Min(whole.ToServer, whole.ToClient)))
            yield return new SocketCut(n, n);

        IEnumerable<long> Points(long all, long end)
        {
            for (var n = 0L; n < end; n += n < all ? 1 : oneIn)
                yield return n;
        }
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

    private async Task<CutPair> CreateAsync(string connecting, string accepting, string protocol, V2Form form)
    {
        var anyPort = EntityAddress.Parse($"{protocol}:127.0.0.1:0");
        var transport = new CutTransport();
        var server = CreateMessenger("osd.2", $"{form.Settings}\ndefault-policy = {accepting}", transport);
        form.Equip(server, Sys);
        await server.BindAsync(anyPort).WaitAsync(Patience);
        var client = CreateMessenger("osd.1", $"{form.Settings}\ndefault-policy = {connecting}", transport);
        form.Equip(client, Sys);
        if (connecting.StartsWith("lossless-peer", StringComparison.Ordinal))
            await client.BindAsync(anyPort).WaitAsync(Patience);
        return new CutPair(Sys, transport, client, server);
    }
}
