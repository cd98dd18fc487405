using CephActors.Messages;
using FsCheck.Xunit;

namespace CephActors.Protocol.Tests.Messages;

public class Utf8OrderSpec
{
    [Theory]
    [InlineData("", "a")]
    [InlineData("a", "aa")]
    [InlineData("a", "b")]
    [InlineData("Z", "a")]
    [InlineData("\uffff", "\U00010000")]
    [InlineData("\ue000", "\U00010000")]
    [InlineData("\U00010000", "\U0010ffff")]
    public void Order_should_be_that_of_the_bytes_when_strings_differ(string less, string more)
    {
        Assert.True(Utf8Order.Instance.Compare(less, more) < 0);
        Assert.True(Utf8Order.Instance.Compare(more, less) > 0);
        Assert.Equal(0, Utf8Order.Instance.Compare(more, more));
        Assert.True(System.Text.Encoding.UTF8.GetBytes(less).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(more)) < 0);
    }

    [Property(MaxTest = 500)]
    public bool Order_should_be_that_of_the_bytes_when_strings_are_random(int[] left, int[] right)
    {
        // Few and far apart code points, so that common beginnings and every width of UTF-8 come up.
        string x = Text(left), y = Text(right);
        int expected = System.Text.Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(y));
        return Math.Sign(expected) == Math.Sign(Utf8Order.Instance.Compare(x, y));
    }

    private static string Text(int[] picks) =>
        string.Concat(picks.Select(pick => (Math.Abs((long)pick) % 6) switch { 0 => "a", 1 => "é", 2 => "\ue000", 3 => "\U00010000", 4 => "\U0010ffff", _ => "b" }));
}
