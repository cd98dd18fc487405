using System.Globalization;
using CephActors.Framing;
using CephActors.Framing.V2;
using CephActors.Protocol.Tests.Framing.V1;
using Xunit.Abstractions;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>
/// Damages streams of both revisions and modes at random. The seed is new in every run and logged; <c>CEPHACTORS_SEED</c> repeats a run.
/// </summary>
public class MutationSpec(ITestOutputHelper output)
{
    private const int Mutations = 200_000;
    private const int Slack = 96 << 10;

    private static readonly FramingOptions Options =
        FramingOptions.Default with { Limits = new FramingLimits(front: 8 << 10, middle: 8 << 10, data: 8 << 10, authorizer: 1 << 10) };

    private static readonly string[] Forms = ["0 crc", "0 secure", "1 crc", "1 secure"];

    [Fact]
    public void Decoder_should_never_throw_and_never_reserve_much_when_streams_are_damaged()
    {
        var random = Random();
        var mutator = new Mutator(random);
        var streams = Forms.ToDictionary(form => form, form => (Session: Session(form), Handshake: Handshake(form)));
        var tally = new int[5];
        for (var i = 0; i < Mutations; i++)
        {
            var form = Forms[i & 3];
            var handshake = random.Next(4) == 0;
            var damaged = mutator.Damage(handshake ? streams[form].Handshake : streams[form].Session);
            var decoder = Wire.Decoder(form, options: Options, handshake: handshake);
            var status = Read(decoder, damaged, random, i);
            tally[(int)status]++;
            Assert.True(decoder.Offset <= damaged.Length);
            Assert.Equal(status == DecodeStatus.Invalid, decoder.Error.Kind != ProtocolError.None);
        }

        output.WriteLine(string.Join(", ", tally.Select((count, status) => $"{(DecodeStatus)status} {count}")));
        Assert.Equal(0, tally[(int)DecodeStatus.Done] + tally[(int)DecodeStatus.Blocked]);
        Assert.True(tally[(int)DecodeStatus.Invalid] > Mutations / 10);
    }

    [Fact]
    public void Preambles_with_right_checksums_should_not_make_the_decoder_throw_whatever_they_say()
    {
        var random = Random();
        var preamble = new byte[Preamble.WireSize];
        for (var i = 0; i < Mutations; i++)
        {
            random.NextBytes(preamble);
            preamble[0] = (byte)random.Next(24);
            preamble[1] = (byte)random.Next(6);
            for (var segment = 0; segment < Preamble.MaxSegments; segment++)
                BitConverter.TryWriteBytes(preamble.AsSpan(2 + (6 * segment)), LengthOf(segment, random));
            BitConverter.TryWriteBytes(preamble.AsSpan(Preamble.CrcOffset), Preamble.ComputeCrc(preamble));
            var bytes = (byte[])[.. preamble, .. new byte[random.Next(200)]];
            Read(Wire.Decoder(random.Next(2) == 0 ? "0 crc" : "1 crc", options: Options, handshake: random.Next(2) == 0), bytes, random, i);
        }
    }

    [Fact]
    public void Conversations_should_be_taken_apart_without_throwing_when_damaged()
    {
        var random = Random();
        var mutator = new Mutator(random);
        var captures = Capture.All.Where(capture => capture.Client.Length + capture.Server.Length < 5000).ToList();
        for (var i = 0; i < 5_000; i++)
        {
            var capture = captures[random.Next(captures.Count)];
            var (client, server) = (capture.Client, capture.Server);
            if (random.Next(2) == 0)
                client = mutator.Damage(client).ToArray();
            else
                server = mutator.Damage(server).ToArray();
            var conversation = new ConversationDecoder(Options, capture.FindKeys).Decode(client, server);
            foreach (var element in conversation.Elements)
            {
                var length = element.Side == ConversationSide.Client ? client.Length : server.Length;
                Assert.InRange(element.Offset + element.Length, 1, length);
            }
        }
    }

    private static byte[] Session(string form) =>
        Wire.Encode(form, Wire.Message(20, 3, 40), OutgoingFrame.Ack(5), Wire.Message(0, 0, 300), OutgoingFrame.Keepalive2(new UTime(1, 2)), Wire.Message(900));

    private static byte[] Handshake(string form) => Wire.Encode(form, OutgoingFrame.Of(new AuthReplyMore(new byte[200])));

    private static uint LengthOf(int segment, Random random) => random.Next(5) switch
    {
        0 => 0,
        1 => (uint)random.Next(100),
        2 => (uint)random.NextInt64(uint.MaxValue),
        _ => segment == 0 ? 41u : (uint)random.Next(12 << 10),
    };

    private static DecodeStatus Read(FrameDecoder decoder, ReadOnlySpan<byte> damaged, Random random, int round)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var cut = random.Next(damaged.Length + 1);
            var status = ReadPiece(decoder, damaged[..cut]);
            if (status is DecodeStatus.NeedMore)
                status = ReadPiece(decoder, damaged[cut..]);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Slack);
            return status;
        }
        catch (Exception failure)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"Round {round}: {Convert.ToHexStringLower(damaged)}");
            throw new InvalidOperationException(text, failure);
        }
    }

    private static DecodeStatus ReadPiece(FrameDecoder decoder, ReadOnlySpan<byte> piece)
    {
        DecodeStatus status;
        while ((status = decoder.TryRead(ref piece, out _)) == DecodeStatus.Done)
        {
        }

        return status;
    }

    private Random Random()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CEPHACTORS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : System.Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
