using System.Buffers;
using CephActors.Tool.Demo;

namespace CephActors.Tests.Tool.Demo;

public class TrafficPlanSpec
{
    private readonly TrafficPlan _plan = new(seed: 3);

    [Fact]
    public void Plan_should_mix_all_sizes_and_mostly_small_ones()
    {
        int[] sizes = [.. Enumerable.Range(0, 100_000).Select(i => _plan[0, i].Size)];

        Assert.Equal(0, sizes.Min());
        Assert.Equal(TrafficPlan.LargestSize, sizes.Max());
        Assert.InRange(sizes.Count(s => s == 0), 8_000, 12_000);
        Assert.InRange(sizes.Count(s => s > 256 << 10), 50, 200);
        Assert.InRange(sizes.Count(s => s is > 64 << 10 and <= 256 << 10), 300, 500);
        Assert.InRange(sizes.Average(), 2_000, 5_000);
    }

    [Fact]
    public void Plan_should_begin_with_the_smallest_and_the_largest()
    {
        Assert.Equal(0, _plan[1, 0].Size);
        Assert.Equal(TrafficPlan.LargestSize, _plan[1, 1].Size);
    }

    [Fact]
    public void Plan_should_mix_weighted_and_strict_priorities()
    {
        int[] priorities = [.. Enumerable.Range(0, 1_000).Select(i => _plan[0, i].Priority).Distinct().Order()];

        Assert.Equal([10, 32, 64, 127, 196, 255], priorities);
    }

    [Fact]
    public void Plan_should_be_the_same_for_one_seed_and_another_for_others()
    {
        var again = new TrafficPlan(seed: 3);
        var other = new TrafficPlan(seed: 4);

        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(_plan[0, i], again[0, i]));
        Assert.True(_plan.Matches(_plan[0, 5], new ReadOnlySequence<byte>(again.PayloadOf(again[0, 5]))));
        Assert.Contains(Enumerable.Range(0, 100), i => _plan[0, i] != other[0, i]);
        Assert.Contains(Enumerable.Range(0, 100), i => _plan[0, i] != _plan[1, i]);
    }

    [Fact]
    public void Payload_should_match_in_one_piece_and_in_many()
    {
        var message = _plan[0, 1];
        var payload = _plan.PayloadOf(message);

        Assert.True(_plan.Matches(message, new ReadOnlySequence<byte>(payload)));
        Assert.True(_plan.Matches(message, InTwo(payload, at: 4711)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4710)]
    [InlineData(4711)]
    [InlineData(TrafficPlan.LargestSize - 1)]
    public void Payload_should_not_match_when_one_bit_differs(int position)
    {
        var message = _plan[0, 1];
        var payload = _plan.PayloadOf(message).ToArray();
        payload[position] ^= 0x10;

        Assert.False(_plan.Matches(message, InTwo(payload, at: 4711)));
    }

    [Fact]
    public void Payload_should_not_match_when_its_length_differs()
    {
        var message = _plan[0, 1];
        var payload = _plan.PayloadOf(message);

        Assert.False(_plan.Matches(message, new ReadOnlySequence<byte>(payload[..^1])));
        Assert.False(_plan.Matches(_plan[0, 0], new ReadOnlySequence<byte>(payload[..1])));
    }

    private static ReadOnlySequence<byte> InTwo(ReadOnlyMemory<byte> bytes, int at)
    {
        var first = new Piece(bytes[..at]);
        var last = first.Append(bytes[at..]);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
