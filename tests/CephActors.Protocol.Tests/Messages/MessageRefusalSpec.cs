using FsCheck.Xunit;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>What every typed body does with input that is not what it should be.</summary>
public class MessageRefusalSpec
{
    // Messages whose last field may be missing are whole without it: MAuth its epoch, MLogAck its channel; a ping may be empty.
    private static readonly Dictionary<MessageType, int> WholeWithout = new() { [MessageType.Auth] = 4, [MessageType.LogAck] = 9, [MessageType.Ping] = 6 };

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, TypedBody.All.Count)];

    [Fact]
    public void Samples_should_cover_every_typed_body() =>
        Assert.Equal(TypedBody.All.Keys.Order(), TypedBody.Samples.Select(sample => sample.Type).Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public void Body_should_come_out_byte_for_byte_when_decoded_and_encoded(int row)
    {
        var sample = TypedBody.Samples.ElementAt(row);
        var again = TypedBody.All[sample.Type](sample, out string? error);
        Assert.Null(error);
        Assert.NotNull(again);
        Assert.Equal(Convert.ToHexString(sample.Front.Span), Convert.ToHexString(again.Front.Span));
        Assert.Equal((sample.Type, sample.Tid, sample.Version, sample.CompatVersion), (again.Type, again.Tid, again.Version, again.CompatVersion));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Body_should_be_refused_when_the_front_is_cut(int row)
    {
        var sample = TypedBody.Samples.ElementAt(row);
        for (int length = 0; length < sample.Front.Length; length++)
        {
            bool whole = WholeWithout.TryGetValue(sample.Type, out int optional) && length == sample.Front.Length - optional;
            var again = TypedBody.All[sample.Type](TypedBody.WithFront(sample, sample.Front[..length]), out string? error);
            Assert.Equal(whole, again is not null);
            Assert.Equal(whole, error is null);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Body_should_be_read_when_bytes_follow_that_it_does_not_know(int row)
    {
        var sample = TypedBody.Samples.ElementAt(row);
        byte[] longer = [.. sample.Front.Span, 1, 2, 3];
        var again = TypedBody.All[sample.Type](TypedBody.WithFront(sample, longer), out _);
        Assert.NotNull(again);
        Assert.Equal(Convert.ToHexString(sample.Front.Span), Convert.ToHexString(again.Front.Span));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Body_should_be_refused_when_it_needs_a_newer_decoder(int row)
    {
        var sample = TypedBody.Samples.ElementAt(row);
        var newer = TypedBody.Message(sample.Type, sample.Front, 99, 98);
        Assert.Null(TypedBody.All[sample.Type](newer, out string? error));
        Assert.StartsWith($"{MessageTypes.NameOf(sample.Type)} needs a decoder of version 98, this one knows ", error);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Body_should_be_refused_when_the_message_has_another_type(int row)
    {
        var sample = TypedBody.Samples.ElementAt(row);
        var other = TypedBody.Message((MessageType)999, sample.Front);
        Assert.Null(TypedBody.All[sample.Type](other, out string? error));
        Assert.Equal($"expected {MessageTypes.NameOf(sample.Type)}, this is type 999", error);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Body_should_never_throw_nor_swell_when_its_bytes_are_damaged(int row)
    {
        var sample = TypedBody.Samples.ElementAt(row);
        var recode = TypedBody.All[sample.Type];
        var random = new Random(row);
        byte[] bytes = sample.Front.ToArray();
        for (int round = 0; round < 2_000 && bytes.Length > 0; round++)
        {
            byte[] damaged = (byte[])bytes.Clone();
            for (int hits = random.Next(1, 4); hits > 0; hits--)
            {
                int at = random.Next(damaged.Length);
                if (random.Next(3) == 0)
                    damaged.AsSpan(at, Math.Min(4, damaged.Length - at)).Fill((byte)random.Next(256));
                else
                    damaged[at] = (byte)random.Next(256);
            }
            long before = GC.GetAllocatedBytesForCurrentThread();
            var again = recode(TypedBody.WithFront(sample, damaged), out string? error);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
            Assert.NotEqual(again is null, error is null);
        }
    }

    [Property(MaxTest = 300)]
    public void Bodies_should_never_throw_when_the_front_is_anything(byte[] front, ushort version)
    {
        foreach (var (type, recode) in TypedBody.All)
        {
            var again = recode(TypedBody.Message(type, front, version), out string? error);
            Assert.NotEqual(again is null, error is null);
        }
    }
}
