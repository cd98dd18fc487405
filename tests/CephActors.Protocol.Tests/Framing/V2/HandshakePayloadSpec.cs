using CephActors.Auth;
using CephActors.Encoding;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class HandshakePayloadSpec
{
    private static readonly EntityAddress Address = EntityAddress.Parse("v2:127.0.0.1:3300/7");
    private static readonly EntityAddressVector Addresses = EntityAddressVector.Parse("[v2:127.0.0.1:3300/7,v1:127.0.0.1:6789/7]");

    // One of each, with fields that all differ.
    private static readonly IHandshakePayload[] Samples =
    [
        new Hello(EntityType.Osd, Address),
        new AuthRequest(AuthMethod.Cephx, [ConnectionMode.Secure, ConnectionMode.Crc], new byte[] { 1, 2, 3 }),
        new AuthBadMethod(AuthMethod.None, -95, [AuthMethod.Cephx, AuthMethod.None], [ConnectionMode.Secure]),
        new AuthReplyMore(new byte[] { 4, 5 }),
        new AuthRequestMore(new byte[] { 6 }),
        new AuthDone(4711, ConnectionMode.Secure, new byte[] { 7, 8 }),
        new AuthSignature(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()),
        new ClientIdent(Addresses, Address, -1, 2, 3, 4, IdentFlags.Lossy, 5),
        new ServerIdent(Addresses, 6, 7, 8, 9, 0, 10),
        new IdentMissingFeatures(11),
        new SessionReconnect(Addresses, 12, 13, 14, 15, 16),
        new SessionReset(true),
        new SessionRetry(17),
        new SessionRetryGlobal(18),
        new SessionReconnectOk(19),
        new Wait(),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Samples.Length)];

    [Fact]
    public void Samples_should_be_one_for_each_tag_of_the_handshake() =>
        Assert.Equal(Enum.GetValues<FrameTag>().Where(HandshakePayload.Knows), Samples.Select(sample => sample.Tag).Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public void Payload_should_come_back_as_it_was_written(int sample)
    {
        var bytes = Encode(Samples[sample]);
        var read = HandshakePayload.Decode(Samples[sample].Tag, bytes, out _);
        Assert.IsType(Samples[sample].GetType(), read);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Encode(read!)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Payload_should_be_read_past_what_a_newer_peer_adds(int sample)
    {
        var bytes = Encode(Samples[sample]);
        var read = HandshakePayload.Decode(Samples[sample].Tag, [.. bytes, 1, 2, 3, 4], out _);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Encode(read!)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Payload_should_be_refused_by_field_when_it_is_cut_anywhere(int sample)
    {
        var bytes = Encode(Samples[sample]);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(HandshakePayload.Decode(Samples[sample].Tag, bytes.AsSpan(0, length), out var error));
            Assert.InRange(error.Offset, 0, length);
            Assert.False(string.IsNullOrEmpty(error.Field));
        }
    }

    [Fact]
    public void List_should_be_refused_before_room_is_made_when_it_cannot_follow()
    {
        byte[] bytes = [2, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(HandshakePayload.Decode(FrameTag.AuthRequest, bytes, out var error));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
        Assert.Equal(("preferred_modes", 4), (error.Field, error.Offset));
    }

    private static byte[] Encode(IHandshakePayload payload)
    {
        var writer = new WireWriter();
        payload.Write(writer);
        return writer.ToArray();
    }
}
