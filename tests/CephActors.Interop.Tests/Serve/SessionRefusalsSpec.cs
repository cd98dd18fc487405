using CephActors.Interop.Tests.Programs;
using CephActors.Interop.Tests.Wireshark;

namespace CephActors.Interop.Tests.Serve;

/// <summary>
/// A fake OSD once met the cluster messenger of a real one and tried every way of being refused, recorded in
/// <c>Fixtures/captures/v1-none-session-refusals</c>. Here it says the same to <c>cephactors serve</c>.
/// </summary>
public sealed class SessionRefusalsSpec : IAsyncLifetime, IDisposable
{
    private const string Recording = "v1-none-session-refusals";
    private const int Main = 19;

    private readonly RunningProgram _osd = OwnPrograms.StartTool(
        "serve", "--name", "osd.0", "--policy", "lossless_peer", "--bind", "v1:127.0.0.1:0", "--verbose");

    private readonly List<RecordedPeer> _peers = [];
    private readonly Dictionary<EntityAddress, int> _faults = [];
    private readonly List<string> _recorded = [];
    private readonly List<string> _heard = [];
    private EntityAddress _address;

    public async Task InitializeAsync() => _address = EntityAddress.Parse((await _osd.OutputLineAsync("listening on "))["listening on ".Length..]);

    public async Task DisposeAsync() => await _osd.DisposeAsync();

    public void Dispose()
    {
        foreach (var peer in _peers)
            peer.Dispose();
    }

    [Fact]
    public async Task Served_osd_should_answer_like_a_real_one_when_it_hears_the_same()
    {
        foreach (var refused in new[] { 1, 2, 3, 4 })
            await PlayToTheEndAsync(refused);

        // A opens, and comes again with an older global_seq.
        var a = await PlayAsync(5);
        await PlayToTheEndAsync(6);
        await a.EndAsync();

        // B opens, is cut, and comes back with numbers of all kinds.
        await PlayAndCutAsync(7);
        foreach (var refused in new[] { 8, 9, 10, 11, 12 })
            await PlayToTheEndAsync(refused);

        // D opens, is cut, and restarts; E opens and comes twice more, while its first and second socket are there.
        await PlayAndCutAsync(13);
        var d = await PlayAsync(14, replies: 1);
        var e = await PlayAsync(15);
        var e2 = await PlayAsync(16);
        await e.ClosedAsync();
        var e3 = await PlayAsync(17, replies: 1);
        await PlayOnAsync(14, d);
        await PlayOnAsync(17, e3);
        foreach (var peer in new[] { d, e2, e3 })
            await peer.EndAsync();

        // H opens, is cut, comes back for good, and once more with a connect_seq that is not the one it was told.
        await PlayAndCutAsync(18);
        await PlayAndCutAsync(Main);
        await PlayToTheEndAsync(20);

        // A peer that wants to be lossy, one without and one with an unreadable authorizer, a client.
        foreach (var other in new[] { 21, 22, 23, 24 })
            await PlayToTheEndAsync(other);

        Assert.Equal(_recorded, _heard);
        Assert.Equal(30 + 7, _heard.Count);
        Assert.Equal(0, await _osd.TerminateAsync());
    }

    private async Task<RecordedPeer> PlayAsync(int stream, int replies = int.MaxValue)
    {
        var peer = new RecordedPeer(RealTraffic.Tape(Recording, stream == Main ? "" : $"stream-{stream}."));
        _peers.Add(peer);
        await peer.ConnectAsync(_address);
        await PlayOnAsync(stream, peer, replies);
        return peer;
    }

    private async Task PlayOnAsync(int stream, RecordedPeer peer, int replies = int.MaxValue)
    {
        foreach (var (recorded, heard) in await peer.PlayAsync(replies))
        {
            _recorded.Add($"{stream}: {recorded}");
            _heard.Add($"{stream}: {heard}");
        }
    }

    private async Task PlayToTheEndAsync(int stream) => await (await PlayAsync(stream)).EndAsync();

    /// <summary>Resets the connection when the session stands, which leaves the session waiting for its peer.</summary>
    private async Task PlayAndCutAsync(int stream)
    {
        var peer = await PlayAsync(stream);
        var count = _faults[peer.Own] = _faults.GetValueOrDefault(peer.Own) + 1;
        await _osd.ErrorLineAsync($"{peer.Own}: session open", count);
        peer.Cut();
        await _osd.ErrorLineAsync($"{peer.Own}: fault in Open", count);
    }
}
