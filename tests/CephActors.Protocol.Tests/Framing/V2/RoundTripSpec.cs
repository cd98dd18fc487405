using System.Buffers;
using System.Globalization;
using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class RoundTripSpec
{
    private static readonly OutgoingFrame[] Session =
    [
        Wire.Message(0, seq: 1), Wire.Message(1), Wire.Message(0, 1), Wire.Message(0, 0, 1), Wire.Message(16, 32, 48), Wire.Message(17, 0, 33),
        OutgoingFrame.Ack(5), OutgoingFrame.Keepalive2(new UTime(6, 7)), OutgoingFrame.Keepalive2Ack(new UTime(8, 9)),
        Wire.Message(300, 0, 5000), Wire.Message(70_000, 80_000, 90_000), OutgoingFrame.Ack(ulong.MaxValue),
    ];

    private static readonly IHandshakePayload[] Handshake =
    [
        new Wait(), new SessionRetry(3), new AuthSignature(new byte[32]), new AuthReplyMore(new byte[44]), new AuthReplyMore(new byte[45]),
        new AuthDone(7, ConnectionMode.Secure, new byte[1000]), new Hello(EntityType.Osd, EntityAddress.Parse("v2:10.0.0.1:6800/5")),
    ];

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Session_should_be_read_as_it_was_written(string form)
    {
        var bytes = Wire.Encode(form, Session);
        var (frames, status) = Wire.Read(Wire.Decoder(form), bytes);
        Assert.Equal(DecodeStatus.NeedMore, status);
        Assert.Equal(Session.Select(Text), frames.Select(Text));
        Assert.Equal(bytes.Length, frames.Sum(frame => frame.Length));
        Assert.All(frames.Where(frame => frame.Message is not null), frame => Assert.Equal((Wire.Peer, 7ul), (frame.Message!.Source, frame.Value)));
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Session_should_be_read_the_same_when_bytes_come_in_random_pieces(string form)
    {
        var bytes = Wire.Encode(form, Session);
        var random = new Random(form.Length);
        foreach (var longest in new[] { 1, 2, 50, 3000 })
        {
            var decoder = Wire.Decoder(form);
            var texts = new List<string>();
            for (var at = 0; at < bytes.Length;)
            {
                var count = Math.Min(random.Next(1, longest + 1), bytes.Length - at);
                var (frames, status) = Wire.Read(decoder, bytes.AsSpan(at, count));
                texts.AddRange(frames.Select(Text));
                at += count;
                Assert.Equal((DecodeStatus.NeedMore, (long)at), (status, decoder.Offset));
            }

            Assert.Equal(Session.Select(Text), texts);
        }
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Decoder_should_want_more_after_every_prefix(string form)
    {
        var bytes = Wire.Encode(form, Wire.Message(20, 3, 40));
        for (var length = 0; length < bytes.Length; length++)
        {
            var decoder = Wire.Decoder(form);
            Assert.Equal(DecodeStatus.NeedMore, Wire.Read(decoder, bytes.AsSpan(0, length)).Status);
            Assert.Equal(length, decoder.Offset);
            Assert.Equal(length == 0 ? DecodeStatus.Done : DecodeStatus.Invalid, decoder.EndOfInput());
            Assert.Equal(length == 0 ? ProtocolError.None : ProtocolError.Truncated, decoder.Error.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Handshake_should_pause_after_each_frame_and_keep_its_bytes_until_they_are_encrypted(string form)
    {
        var encoder = Wire.Encoder(form);
        var decoder = Wire.Decoder(form, handshake: true);
        foreach (var payload in Handshake)
        {
            var bytes = Wire.Encode(encoder, OutgoingFrame.Of(payload));
            var (frames, status) = Wire.Read(decoder, [.. bytes, 1, 2, 3]);
            Assert.Equal(DecodeStatus.Paused, status);
            var frame = Assert.IsType<HandshakeFrame>(frames.Single().Body);
            Assert.Equal(payload.Tag, frame.Payload.Tag);
            Assert.Equal(Convert.ToHexString(PlainFrame.Encode(payload, FrameRevision.One)), Convert.ToHexString(PlainFrame.Encode(frame.Payload, FrameRevision.One)));
            Assert.Equal(Wire.IsSecure(form) ? [] : bytes, frame.Bytes.ToArray());
            decoder.Expect(Expectation.Handshake);
        }
    }

    [Fact]
    public void Banner_should_be_read_byte_by_byte_with_what_a_newer_peer_adds()
    {
        byte[] bytes = [.. Banner.Text, 18, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 9];
        var decoder = new FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Banner);
        for (var i = 0; i < bytes.Length - 1; i++)
            Assert.Equal(DecodeStatus.NeedMore, Wire.Read(decoder, [bytes[i]]).Status);
        var (frames, status) = Wire.Read(decoder, bytes.AsSpan(bytes.Length - 1));
        Assert.Equal(DecodeStatus.Paused, status);
        var banner = Assert.IsType<BannerFrame>(frames.Single().Body);
        Assert.Equal(new Banner(3, 1), banner.Banner);
        Assert.Equal(bytes, banner.Bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Message_larger_than_a_block_should_come_back_whole(string form)
    {
        var frame = Wire.Message(2 << 20, (1 << 20) + 1, (3 << 20) + 5);
        var (frames, status) = Wire.Read(Wire.Decoder(form), Wire.Encode(form, frame));
        Assert.Equal(DecodeStatus.NeedMore, status);
        Assert.Equal(Text(frame), Text(frames.Single()));
    }

    private static string Text(OutgoingFrame frame) => Text(frame.Kind, frame.Kind == FrameKind.Message ? frame.AckSeq : frame.Value, frame.Content, frame.Value, frame.Priority);

    private static string Text(IncomingFrame frame) => Text(frame.Kind, frame.Value, frame.Message, frame.Message?.Seq ?? 0, frame.Message?.Priority ?? 0);

    private static string Text(FrameKind kind, ulong value, CephMessage? message, ulong seq, ushort priority) => message is null
        ? string.Create(CultureInfo.InvariantCulture, $"{kind} {value}")
        : string.Create(CultureInfo.InvariantCulture, $"{kind} {value} {message.Type} {message.Tid} {seq} {priority} {Hash(message.Front)} {Hash(message.Middle)} {Hash(message.Data.ToArray())}");

    private static string Hash(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes.Span));
}
