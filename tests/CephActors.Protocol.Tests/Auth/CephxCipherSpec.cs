using CephActors.Auth;
using CephActors.Auth.Cephx;

namespace CephActors.Protocol.Tests.Auth;

public class CephxCipherSpec
{
    private static readonly CryptoKey Key = CryptoKey.FromSecret(Convert.FromHexString("000102030405060708090a0b0c0d0e0f"));

    [Fact]
    public void Cipher_should_give_the_vector_when_encrypting_and_back_when_decrypting()
    {
        var plain = Convert.FromHexString("00112233445566778899aabbccddeeff");
        var cipher = CephxCipher.Encrypt(Key, plain);
        Assert.Equal("b38f5bc9354cf8c61315666f37d7793a11907be9d83c3570587b979b03d2a501", Convert.ToHexStringLower(cipher));
        Assert.True(CephxCipher.TryDecrypt(Key, cipher, out var back));
        Assert.Equal(plain, back);
    }

    [Fact]
    public void Challenge_response_should_be_that_of_the_vector()
    {
        Assert.Equal(0x4fadd85010bcad18ul, CephxCipher.ChallengeResponse(Key, 0x1122334455667788, 0x99aabbccddeeff00));
        var e = CephxCipher.Seal(Key, new ChallengeBlob(0x1122334455667788, 0x99aabbccddeeff00));
        Assert.Equal("5e4c58eba0ea931c02ef662853edc6c29f2f6fbccbaae9ce9354fc30c472810b", Convert.ToHexStringLower(e));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(31)]
    public void Cipher_should_refuse_when_the_length_is_no_number_of_blocks(int length) =>
        Assert.False(CephxCipher.TryDecrypt(Key, new byte[length], out _));

    [Theory]
    [InlineData(1, 31)]
    [InlineData(16, 16)]
    [InlineData(0, 32)]
    [InlineData(200, 16)]
    public void Cipher_should_look_at_the_last_byte_only_when_stripping_padding(byte last, int remaining)
    {
        // A block with a chosen last byte: encrypted with padding of its own, which is cut off again.
        var block = new byte[32];
        block[^1] = last;
        var cipher = CephxCipher.Encrypt(Key, block)[..32];
        Assert.True(CephxCipher.TryDecrypt(Key, cipher, out var plain));
        Assert.Equal(remaining, plain.Length);
    }

    [Fact]
    public void Sealed_structure_should_not_open_when_key_or_bytes_are_wrong()
    {
        var sealedBytes = CephxCipher.Seal(Key, new AuthorizeChallenge(42));
        Assert.Equal(32, sealedBytes.Length);
        Assert.True(CephxCipher.TryUnseal<AuthorizeChallenge>(Key, sealedBytes, out var challenge));
        Assert.Equal(42ul, challenge.Challenge);
        var other = CryptoKey.FromSecret(Convert.FromHexString("000102030405060708090a0b0c0d0eff"));
        Assert.False(CephxCipher.TryUnseal<AuthorizeChallenge>(other, sealedBytes, out _));
        sealedBytes[0] ^= 1;
        Assert.False(CephxCipher.TryUnseal<AuthorizeChallenge>(Key, sealedBytes, out _));
        for (var length = 0; length < sealedBytes.Length; length++)
            Assert.False(CephxCipher.TryUnseal<AuthorizeChallenge>(Key, sealedBytes.AsSpan(0, length), out _));
    }
}
