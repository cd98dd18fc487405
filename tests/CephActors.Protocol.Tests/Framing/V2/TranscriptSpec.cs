using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class TranscriptSpec
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Fact]
    public void Signature_should_be_the_vector_of_the_reference_when_bytes_come_in_pieces()
    {
        var transcript = new Transcript();
        foreach (var value in Banner.Own.Encode())
            Assert.True(transcript.TryAppend([value]));
        Assert.Equal("4decbde67911f548b81a6e239d589d9d272872373fc5e7380180042ff46bd011", Convert.ToHexStringLower(transcript.Sign(Key).Bytes.Span));
    }

    [Fact]
    public void Signature_should_be_zeros_when_there_is_no_key()
    {
        var transcript = new Transcript();
        Assert.True(transcript.TryAppend([1, 2, 3]));
        Assert.Equal(new byte[32], transcript.Sign([]).Bytes.ToArray());
    }

    [Fact]
    public void Signature_should_not_match_when_a_byte_of_the_transcript_differs()
    {
        Assert.False(AuthSignature.Compute(Key, [1, 2, 3]).Matches(AuthSignature.Compute(Key, [1, 2, 2])));
        Assert.False(AuthSignature.Compute(Key, [1, 2, 3]).Matches(AuthSignature.Compute([], [1, 2, 3])));
        Assert.True(AuthSignature.Compute(Key, [1, 2, 3]).Matches(AuthSignature.Compute(Key, [1, 2, 3])));
    }

    [Fact]
    public void Transcript_should_take_no_more_than_its_bound()
    {
        var transcript = new Transcript();
        Assert.True(transcript.TryAppend(new byte[Transcript.MaxLength - 1]));
        Assert.False(transcript.TryAppend(new byte[2]));
        Assert.True(transcript.TryAppend(new byte[1]));
        Assert.False(transcript.TryAppend(new byte[1]));
        Assert.Equal(Transcript.MaxLength, transcript.Length);
    }
}
