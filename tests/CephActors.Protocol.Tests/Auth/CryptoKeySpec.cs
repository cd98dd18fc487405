namespace CephActors.Protocol.Tests.Auth;

public class CryptoKeySpec
{
    internal const string Vector = "AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==";

    [Fact]
    public void Key_should_have_the_printed_form_of_the_vector_when_encoded()
    {
        var key = CryptoKey.FromSecret(Convert.FromHexString("000102030405060708090a0b0c0d0e0f"), DateTimeOffset.FromUnixTimeSeconds(0x5f5e1000));
        Assert.Equal(Vector, key.ToBase64());
        Assert.Equal(Vector, CryptoKey.Parse($"  {Vector}\n").ToBase64());
        Assert.Equal(key.Created, CryptoKey.Parse(Vector).Created);
        Assert.True(key.HasSameSecret(CryptoKey.Parse(Vector)));
    }

    [Fact]
    public void Key_should_hide_its_secret_when_printed()
    {
        var key = CryptoKey.Parse(Vector);
        Assert.Equal("aes key of 2020-09-13T12:26:40Z", key.ToString());
        Assert.DoesNotContain("AAECAwQF", $"{key}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "base64")]
    [InlineData("not base64!", "base64")]
    [InlineData("AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0=", "needs 16 bytes")]
    [InlineData("AQAAEF5fAAAAAAgAAAECAwQFBgc=", "too short")]
    [InlineData("AgAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==", "not supported")]
    [InlineData("AAAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==", "not supported")]
    public void Key_should_be_refused_without_being_repeated_when_unusable(string text, string reason)
    {
        Assert.False(CryptoKey.TryParse(text, out _));
        var error = Assert.Throws<FormatException>(() => CryptoKey.Parse(text));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        if (text.Length > 0)
            Assert.DoesNotContain(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_should_keep_all_bytes_when_longer_than_aes_needs()
    {
        var key = CryptoKey.FromSecret(new byte[40]);
        Assert.Equal(40, CryptoKey.Parse(key.ToBase64()).Secret.Length);
        Assert.Equal(16, key.AesKey.Length);
        Assert.Throws<ArgumentException>(() => CryptoKey.FromSecret(new byte[15]));
    }
}
