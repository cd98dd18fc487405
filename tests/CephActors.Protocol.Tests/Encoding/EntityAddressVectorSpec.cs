namespace CephActors.Protocol.Tests.Encoding;

public class EntityAddressVectorSpec
{
    [Theory]
    [InlineData("[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]", 2)]
    [InlineData("v1:127.0.0.1:6789/0", 1)]
    [InlineData("v2:[::1]:3300/7", 1)]
    [InlineData("[v2:[::1]:3300/7,v1:[::1]:6789/7]", 2)]
    [InlineData("[]", 0)]
    public void Text_should_round_trip_when_it_is_complete(string text, int count)
    {
        var vector = EntityAddressVector.Parse(text);
        Assert.Equal(count, vector.Count);
        Assert.Equal(text, vector.ToString());
    }

    [Theory]
    [InlineData("[::1]:3300", "v2:[::1]:3300/0")]
    [InlineData("[v1:1.2.3.4:5]", "v1:1.2.3.4:5/0")]
    [InlineData("[[::1]:3300,1.2.3.4]", "[v2:[::1]:3300/0,v2:1.2.3.4:0/0]")]
    public void Text_should_be_completed_when_parts_are_left_out(string text, string complete) =>
        Assert.Equal(complete, EntityAddressVector.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[v1:1.2.3.4:5")]
    [InlineData("[v1:1.2.3.4:5,]")]
    [InlineData("[,]")]
    [InlineData("v1:1.2.3.4:5,v2:1.2.3.4:5")]
    public void Text_should_be_refused_when_it_is_no_vector(string? text)
    {
        Assert.False(EntityAddressVector.TryParse(text, out var vector));
        Assert.Null(vector);
        if (text is not null)
            Assert.Throws<FormatException>(() => EntityAddressVector.Parse(text));
    }

    [Fact]
    public void Vectors_should_be_equal_only_when_addresses_and_their_order_are()
    {
        var a = EntityAddress.Parse("v1:1.2.3.4:5/0");
        var b = EntityAddress.Parse("v2:1.2.3.4:6/0");
        var vector = new EntityAddressVector(a, b);
        Assert.Equal(new EntityAddressVector(a, b), vector);
        Assert.Equal(new EntityAddressVector(a, b).GetHashCode(), vector.GetHashCode());
        Assert.NotEqual(new EntityAddressVector(b, a), vector);
        Assert.NotEqual(new EntityAddressVector(a), vector);
        Assert.True(vector == new EntityAddressVector(a, b));
        Assert.True(vector != new EntityAddressVector(b, a));
        Assert.False(vector == null);
        Assert.Equal(EntityAddressVector.Empty, new EntityAddressVector());
    }

    [Fact]
    public void Order_should_be_lexicographic_when_vectors_differ()
    {
        string[] ascending = ["[]", "v1:1.1.1.1:1/0", "[v1:1.1.1.1:1/0,v1:1.1.1.1:1/0]", "[v1:1.1.1.1:1/0,v2:1.1.1.1:1/0]", "v1:1.1.1.1:1/1"];
        for (int i = 0; i < ascending.Length; i++)
        {
            var left = EntityAddressVector.Parse(ascending[i]);
            Assert.True(left.CompareTo(null) > 0);
            for (int j = 0; j < ascending.Length; j++)
                Assert.Equal(Math.Sign(i - j), Math.Sign(left.CompareTo(EntityAddressVector.Parse(ascending[j]))));
        }
    }

    [Fact]
    public void Legacy_address_should_be_the_first_of_that_type_when_looked_for()
    {
        var vector = EntityAddressVector.Parse("[v2:1.2.3.4:3300/0,v1:1.2.3.4:6789/0,v1:1.2.3.5:6789/0]");
        Assert.True(vector.TryGetLegacy(out var legacy));
        Assert.Equal("v1:1.2.3.4:6789/0", legacy.ToString());
        Assert.False(EntityAddressVector.Parse("v2:1.2.3.4:3300/0").TryGetLegacy(out legacy));
        Assert.Equal(default, legacy);
    }

    [Fact]
    public void Vector_should_behave_as_a_list_when_read()
    {
        var a = EntityAddress.Parse("v1:1.2.3.4:5/0");
        var b = EntityAddress.Parse("v2:1.2.3.4:6/0");
        EntityAddress[] source = [a, b];
        var vector = new EntityAddressVector(source);
        source[0] = default;
        Assert.Equal([a, b], vector);
        Assert.Equal(b, vector[1]);
        Assert.True(vector.Contains(b));
        Assert.False(vector.Contains(b.WithNonce(1)));
    }
}
