namespace CephActors.Protocol.Tests.Auth;

public class KeyringSpec
{
    private static readonly AuthEntityName Admin = AuthEntityName.Parse("client.admin");

    [Fact]
    public void Keyring_should_give_keys_and_caps_when_read_from_a_real_file()
    {
        var keyring = Capture.Keyring("v1-cephx-mon-dump");
        Assert.Equal(["mon.", "osd.0", "client.admin"], keyring.Entries.Select(entry => entry.Name.ToString()));
        Assert.True(keyring.TryGetKey(Admin, out var key));
        Assert.Equal("AQD4CwNr+j3MABAAO9kY2JFTPlR7Y4Nb3JRO7A==", key.ToBase64());
        Assert.Equal("allow profile osd", keyring.Entries.ElementAt(1).Caps["mon"]);
        Assert.False(keyring.TryGetKey(AuthEntityName.Parse("client.other"), out _));
    }

    [Fact]
    public void Keyring_should_understand_every_liberty_of_the_format_when_read()
    {
        const string text = """
            # a comment
            ; another
            [global]
            anything = goes
            and this too
            [client.admin]   # behind a section
              auid = 0
              key = AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw== ; behind a value
              caps_mon = "allow \"quoted\" # no comment"
              caps   osd = allow rwx \
            pool=a
            [client.admin]
              key = AQD4CwNr+j3MABAAO9kY2JFTPlR7Y4Nb3JRO7A==
              caps_mon = "allow \"quoted\" # no comment"  ; trailing
              caps   osd = allow rwx \
            pool=a
            """;
        var entry = Assert.Single(Keyring.Parse(text.ReplaceLineEndings("\r\n")).Entries);
        Assert.Equal("AQD4CwNr+j3MABAAO9kY2JFTPlR7Y4Nb3JRO7A==", entry.Key.ToBase64());
        Assert.Equal("allow \"quoted\" # no comment", entry.Caps["mon"]);
        Assert.Equal("allow rwx pool=a", entry.Caps["osd"]);
    }

    [Fact]
    public void Keyring_should_take_a_bare_key_when_told_whose_it_is()
    {
        var keyring = Keyring.Parse(CryptoKeySpec.Vector + "\n", Admin);
        Assert.True(keyring.TryGetKey(Admin, out var key));
        Assert.Equal(CryptoKeySpec.Vector, key.ToBase64());
        Assert.Throws<FormatException>(() => Keyring.Parse(CryptoKeySpec.Vector));
        Assert.Empty(Keyring.Parse("\n").Entries);
    }

    [Theory]
    [InlineData("[client.admin\nkey = x", "Line 1", "bracket")]
    [InlineData("[admin]\n", "Line 1", "entity name")]
    [InlineData("key = AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==", "Line 1", "before the first section")]
    [InlineData("[client.a]\nkey = AQAAEF5fAAAAABAAAAECAwQFBgcICQ==", "Line 2", "no usable key")]
    [InlineData("[client.a]\nkey = AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==\ncaps mon = \"open", "Line 3", "does not end")]
    [InlineData("[client.a]\n\nkye = AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==", "Line 3", "'kye' is none of")]
    [InlineData("[client.a]\nAQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw", "Line 2", "neither")]
    [InlineData("[client.a]\ncaps mon = allow", "client.a", "no key")]
    public void Keyring_should_name_the_place_but_no_key_when_damaged(string text, string place, string reason)
    {
        var error = Assert.Throws<FormatException>(() => Keyring.Parse(text));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AQAAEF", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keyring_should_hide_secrets_when_printed()
    {
        var keyring = Capture.Keyring("v1-cephx-mon-dump");
        Assert.Equal("keyring of mon., osd.0, client.admin", keyring.ToString());
        Assert.All(keyring.Entries, entry => Assert.DoesNotContain("AQ", entry.ToString(), StringComparison.Ordinal));
    }
}
