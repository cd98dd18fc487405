using CephActors.Framing.V2;

namespace CephActors.Tests.EndToEnd;

/// <summary>The verbs of a handshake over protocol v2, revision 2.1 in crc mode, both roles.</summary>
internal sealed partial class ScriptedPeer
{
    /// <summary>Sends frames as one piece.</summary>
    public Task SayAsync(params IHandshakePayload[] payloads) =>
        SendAsync(payloads.SelectMany(p => PlainFrame.Encode(p, FrameRevision.One)).ToArray());

    public Task ExpectGreetingAsync() => ExpectAsync(Framing.V2.Banner.Own.Encode());

    /// <summary>Waits for a frame of the handshake.</summary>
    public async Task<T> HearAsync<T>()
        where T : IHandshakePayload
    {
        var preamble = Preamble.Read(await ReadAsync(Preamble.WireSize));
        var length = (int)preamble.Length0;
        var payload = HandshakePayload.Decode(preamble.Tag, await ReadAsync(length), out _);
        await ReadAsync(PlainFrame.ClosingSize(length, FrameRevision.One));
        return Assert.IsAssignableFrom<T>(payload);
    }
}
