using System.Globalization;
using CephActors.Framing;
using CephActors.Framing.V1;
using Xunit.Abstractions;

namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>
/// Damages pieces of recorded streams at random. The seed is new in every run and logged; <c>CEPHACTORS_SEED</c> repeats a run.
/// </summary>
public class MutationSpec(ITestOutputHelper output)
{
    private const int Mutations = 1_000_000;
    private const int LongestPiece = 3000;
    private const int Slack = 64 << 10;

    // With checksums nearly every damaged message ends at the first of them; without, the damage goes on to what lies behind.
    private static readonly FramingOptions[] Options =
    [
        FramingOptions.Default with { Limits = new FramingLimits(front: 8 << 10, middle: 8 << 10, data: 8 << 10, authorizer: 1 << 10) },
        FramingOptions.Default with { Limits = new FramingLimits(front: 8 << 10, middle: 8 << 10, data: 8 << 10, authorizer: 1 << 10), CrcHeader = false, CrcData = false },
    ];

    [Fact]
    public void Decoder_should_never_throw_when_a_million_streams_are_damaged()
    {
        var seed = Seed();
        var random = new Random(seed);
        var mutator = new Mutator(random);
        var pieces = Pieces();
        Assert.True(pieces.Count > 500);
        var tally = new int[5];
        for (var i = 0; i < Mutations; i++)
        {
            var (next, phase, bytes) = pieces[random.Next(pieces.Count)];
            var damaged = mutator.Damage(bytes);
            var decoder = new FrameDecoder(Options[i & 1]);
            decoder.Expect(next, phase);
            var status = Read(decoder, damaged, random, seed, i);
            tally[(int)status]++;
            Assert.True(decoder.Offset <= damaged.Length);
            Assert.Equal(status == DecodeStatus.Invalid, decoder.Error.Kind != ProtocolError.None);
        }

        output.WriteLine(string.Join(", ", tally.Select((count, status) => $"{(DecodeStatus)status} {count}")));
        Assert.Equal(0, tally[(int)DecodeStatus.Done] + tally[(int)DecodeStatus.Blocked]);
        Assert.True(tally[(int)DecodeStatus.Invalid] > Mutations / 10);
        Assert.True(tally[(int)DecodeStatus.NeedMore] > Mutations / 10);
    }

    [Fact]
    public void Conversations_should_be_taken_apart_without_throwing_when_damaged()
    {
        var random = new Random(Seed());
        var mutator = new Mutator(random);
        var captures = Capture.All.Where(capture => capture.Client.Length + capture.Server.Length < 5000).ToList();
        for (var i = 0; i < 20_000; i++)
        {
            var capture = captures[random.Next(captures.Count)];
            var (client, server) = (capture.Client, capture.Server);
            if (random.Next(2) == 0)
                client = mutator.Damage(client).ToArray();
            else
                server = mutator.Damage(server).ToArray();
            var conversation = new ConversationDecoder(Options[i & 1]).Decode(client, server);
            foreach (var element in conversation.Elements)
            {
                var length = element.Side == ConversationSide.Client ? client.Length : server.Length;
                Assert.InRange(element.Offset + element.Length, 1, length);
            }
        }
    }

    private static DecodeStatus Read(FrameDecoder decoder, ReadOnlySpan<byte> damaged, Random random, int seed, int round)
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
            var text = string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, round {round}: {Convert.ToHexStringLower(damaged)}");
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

    /// <summary>Every handshake frame, and every run of open-session frames up to a length that keeps the whole affair short.</summary>
    private static List<(Expectation Next, MessagePhase? Phase, byte[] Bytes)> Pieces()
    {
        var pieces = new List<(Expectation, MessagePhase?, byte[])>();
        foreach (var capture in Capture.All)
        {
            var conversation = capture.Decode();
            foreach (var side in new[] { ConversationSide.Client, ConversationSide.Server })
            {
                var script = ScriptedReader.ScriptOf(conversation, side, capture.Signer(conversation));
                var reader = new ScriptedReader(FramingOptions.Default, script);
                reader.Feed(capture[side]);
                for (var i = 0; i < reader.Frames.Count; i++)
                {
                    var (next, phase) = script[Math.Min(i, script.Count - 1)];
                    var frame = reader.Frames[i];
                    var end = frame.Offset + frame.Length;
                    if (next == Expectation.Messages)
                    {
                        for (var j = i; j < reader.Frames.Count && reader.Frames[j].Offset + reader.Frames[j].Length - frame.Offset <= LongestPiece; j++)
                            end = reader.Frames[j].Offset + reader.Frames[j].Length;
                    }

                    if (end - frame.Offset <= LongestPiece)
                        pieces.Add((next, phase, capture[side][(int)frame.Offset..(int)end]));
                }
            }
        }

        return pieces;
    }

    private int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CEPHACTORS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return seed;
    }
}
