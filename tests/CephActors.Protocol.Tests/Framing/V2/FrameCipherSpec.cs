using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class FrameCipherSpec
{
    private const int Text = 32;

    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(0, "ffffffff0000000000000000", "000000000000000000000000")]
    [InlineData(0, "01020304ffffffffffffffff", "02020304ffffffffffffffff")]
    [InlineData(1, "01020304ffffffffffffffff", "010203040000000000000000")]
    [InlineData(1, "ffffffff0100000000000000", "ffffffff0200000000000000")]
    public void Nonce_should_be_counted_in_its_part_and_wrap_around(int number, string first, string second)
    {
        var revision = (FrameRevision)number;
        using var cipher = Create(first, revision);
        using var fresh = Create(second, revision);
        Seal(cipher);
        Assert.Equal(Seal(fresh), Seal(cipher));
    }

    [Fact]
    public void Nonce_should_wrap_around_for_the_reader_too()
    {
        using var writer = Create("ffffffff0000000000000000", FrameRevision.Zero);
        using var reader = Create("ffffffff0000000000000000", FrameRevision.Zero);
        for (var i = 0; i < 3; i++)
        {
            var piece = Seal(writer);
            Assert.True(reader.TryOpen(piece));
            Assert.Equal(new byte[Text], piece[..Text]);
        }
    }

    [Fact]
    public void Piece_should_be_refused_when_it_is_changed_and_the_next_one_as_well()
    {
        using var writer = Create("000000000000000000000000", FrameRevision.One);
        using var reader = Create("000000000000000000000000", FrameRevision.One);
        var piece = Seal(writer);
        piece[0] ^= 1;
        Assert.False(reader.TryOpen(piece));
        Assert.False(reader.TryOpen(Seal(writer)));
    }

    [Fact]
    public void Peek_should_show_two_blocks_without_using_the_nonce()
    {
        using var writer = Create("050000000900000000000000", FrameRevision.Zero);
        using var reader = Create("050000000900000000000000", FrameRevision.Zero);
        var piece = new byte[48 + FrameCipher.TagSize];
        for (var i = 0; i < 48; i++)
            piece[i] = (byte)i;
        writer.Seal(piece);
        var seen = new byte[32];
        reader.Peek(piece.AsSpan(0, 32), seen);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), seen);
        Assert.True(reader.TryOpen(piece));
    }

    private static FrameCipher Create(string nonce, FrameRevision revision) => new(Key, Convert.FromHexString(nonce), revision);

    private static byte[] Seal(FrameCipher cipher)
    {
        var piece = new byte[Text + FrameCipher.TagSize];
        cipher.Seal(piece);
        return piece;
    }
}
