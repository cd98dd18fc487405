using System.Buffers;

namespace CephActors.Protocol.Tests.Messages;

public class MessageSectionsSpec
{
    private static readonly byte[] Array = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 0, 0, 5, 7)]
    [InlineData(3, 10, 0, 0, 0, 0)]
    [InlineData(0, 0, 4, 9, 0, 0)]
    [InlineData(0, 10, 10, 5, 15, 20)]
    [InlineData(0, 10, 0, 0, 16, 20)]
    [InlineData(0, 10, 16, 5, 32, 20)]
    [InlineData(50, 10, 60, 5, 1, 20)]
    public void Sections_should_be_what_they_were_made_of_wherever_they_lie(int front, int fronts, int middle, int middles, int data, int datas)
    {
        var (a, b, c) = (Array.AsMemory(front, fronts), Array.AsMemory(middle, middles), Array.AsMemory(data, datas));

        Check(new MessageSections(a, b, new ReadOnlySequence<byte>(c)), a, b, c);
        Check(new MessageSections(a.ToArray(), b, new ReadOnlySequence<byte>(c)), a, b, c);
        Check(new MessageSections(a, b.ToArray(), new ReadOnlySequence<byte>(c.ToArray())), a, b, c);
    }

    [Fact]
    public void Sections_should_fill_an_array_when_told_their_lengths() =>
        Check(new MessageSections(Array, 20, 30, 50), Array.AsMemory(0, 20), Array.AsMemory(20, 30), Array.AsMemory(50));

    [Fact]
    public void Data_should_keep_its_pieces()
    {
        var pieces = Pieces.Of(Array[..40], Array[40..]);

        Check(new MessageSections(default, default, pieces), default, default, Array);
    }

    private static void Check(MessageSections sections, ReadOnlyMemory<byte> front, ReadOnlyMemory<byte> middle, ReadOnlyMemory<byte> data)
    {
        Assert.Equal(front.ToArray(), sections.Front.ToArray());
        Assert.Equal(middle.ToArray(), sections.Middle.ToArray());
        Assert.Equal(data.ToArray(), sections.Data.ToArray());
        Assert.Equal(front.Length + middle.Length + data.Length, sections.Length);
    }

    private sealed class Pieces : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Of(byte[] first, byte[] second)
        {
            var end = new Pieces { Memory = second, RunningIndex = first.Length };
            return new ReadOnlySequence<byte>(new Pieces { Memory = first, Next = end }, 0, end, second.Length);
        }
    }
}
