using System.Diagnostics;

namespace CephActors.Protocol.Tests.Messages;

public class TraceTrailerSpec
{
    private const int Fixed = 35;
    private static readonly byte[] Middle = [1, 2, 3, 4, 5];
    private static readonly ActivityContext Context = Of("a=1,b=2");

    [Theory]
    [InlineData(null)]
    [InlineData("a=1,b=2")]
    public void Context_should_be_read_back_with_its_flags_and_state(string? state)
    {
        var written = Of(state);

        Assert.True(TraceTrailer.TryAppend(Middle, written, 1000, out var longer));
        Assert.True(TraceTrailer.TryRead(longer.Span, out var read, out var length));

        Assert.Equal((written.TraceId, written.SpanId, written.TraceFlags, state), (read.TraceId, read.SpanId, read.TraceFlags, read.TraceState));
        Assert.True(read.IsRemote);
        Assert.Equal(Fixed + (state?.Length ?? 0), length);
        Assert.Equal(Middle, longer[..^length].ToArray());
    }

    [Theory]
    [InlineData(513, 10_000)]
    [InlineData(7, Fixed + 6)]
    public void State_should_be_left_out_when_it_is_too_long(int state, int room)
    {
        Assert.True(TraceTrailer.TryAppend(Middle, Of(new string('x', state)), room, out var longer));

        Assert.Equal(Middle.Length + Fixed, longer.Length);
        Assert.True(TraceTrailer.TryRead(longer.Span, out var read, out _));
        Assert.Null(read.TraceState);
    }

    [Fact]
    public void State_should_be_left_out_when_it_is_not_ASCII()
    {
        Assert.True(TraceTrailer.TryAppend(Middle, Of("a=\u00fc"), 1000, out var longer));

        Assert.Equal(Middle.Length + Fixed, longer.Length);
    }

    [Theory]
    [InlineData(Fixed - 1)]
    [InlineData(0)]
    [InlineData(-7)]
    public void Nothing_should_be_added_when_there_is_no_room(int room)
    {
        Assert.False(TraceTrailer.TryAppend(Middle, Context, room, out var longer));

        Assert.Equal(Middle, longer.ToArray());
    }

    [Fact]
    public void Nothing_should_be_added_without_a_context() => Assert.False(TraceTrailer.TryAppend(Middle, default, 1000, out _));

    [Fact]
    public void Part_of_a_trailer_should_be_part_of_the_middle()
    {
        TraceTrailer.TryAppend(default, Context, 1000, out var whole);

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(TraceTrailer.TryRead(whole.Span[..length], out _, out _));
            Assert.False(TraceTrailer.TryRead(whole.Span[^length..], out _, out _));
        }
    }

    [Theory]
    [InlineData(0, 16, 0)] // no trace id
    [InlineData(16, 8, 0)] // no span id
    [InlineData(25, 7, 0x0A)] // a line end in the state
    [InlineData(25, 7, 0xFC)] // no ASCII
    [InlineData(32, 2, 0xFF)] // a state longer than anything
    [InlineData(32, 2, 0x01)] // one longer than the middle, and not longer than allowed
    [InlineData(41, 1, 0x02)] // another version
    public void Hostile_trailer_should_be_part_of_the_middle(int at, int count, byte value)
    {
        TraceTrailer.TryAppend(default, Context, 1000, out var whole);
        var bytes = whole.ToArray();
        bytes.AsSpan(at, count).Fill(value);

        Assert.False(TraceTrailer.TryRead(bytes, out _, out var length));
        Assert.Equal(0, length);
    }

    private static ActivityContext Of(string? state) =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, state);
}
