using System.Buffers.Binary;
using System.Security.Cryptography;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class MessageSignerSpec
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    // The message of the reference vector: front "abc", data "hello".
    private static readonly MessageHeader Header = new() { Seq = 2, FrontLength = 3, DataLength = 5, Crc = 0x8fea8e55 };
    private static readonly MessageFooter Footer = new() { FrontCrc = 0x562f9ccd, DataCrc = 0xdf03cd79 };

    [Theory]
    [InlineData(true, 0x231e9e5a1f174fc0)]
    [InlineData(false, 0x374f7845e856870a)]
    public void Signature_should_be_the_reference_one(bool cephxV2, ulong expected)
    {
        var signer = new MessageSigner(Key, cephxV2);
        Assert.Equal(expected, signer.Sign(Header, Footer));
        Assert.Equal(expected, signer.Sign(Header, Footer));
        Assert.True(signer.Verify(Header, Footer with { Signature = expected }));
        Assert.False(signer.Verify(Header, Footer with { Signature = expected ^ 1 }));
    }

    [Fact]
    public void Signature_should_fold_the_whole_encryption_that_ceph_computes()
    {
        var random = new Random(7);
        for (var round = 0; round < 100; round++)
        {
            var header = new MessageHeader
            {
                Seq = (ulong)random.NextInt64(),
                FrontLength = (uint)random.Next(),
                MiddleLength = (uint)random.Next(),
                DataLength = (uint)random.Next(),
                Crc = (uint)random.Next(),
            };
            var footer = new MessageFooter { FrontCrc = (uint)random.Next(), MiddleCrc = (uint)random.Next(), DataCrc = (uint)random.Next() };
            uint[] words = [header.Crc, footer.FrontCrc, header.FrontLength, footer.MiddleCrc, header.MiddleLength, footer.DataCrc, header.DataLength, (uint)header.Seq];
            var cipher = Encrypt([.. words.SelectMany(BitConverter.GetBytes)]);
            var expected = Enumerable.Range(0, 4).Aggregate(0ul, (sum, i) => sum ^ BinaryPrimitives.ReadUInt64LittleEndian(cipher.AsSpan(8 * i)));
            Assert.Equal(expected, new MessageSigner(Key, cephxV2: true).Sign(header, footer));

            byte[] old = [1, .. BitConverter.GetBytes(0xff009cad8826aa55), .. BitConverter.GetBytes(16), .. BitConverter.GetBytes(header.Crc), .. BitConverter.GetBytes(footer.FrontCrc), .. BitConverter.GetBytes(footer.MiddleCrc), .. BitConverter.GetBytes(footer.DataCrc)];
            Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(Encrypt(old)), new MessageSigner(Key, cephxV2: false).Sign(header, footer));
        }

        static byte[] Encrypt(byte[] plain)
        {
            using var aes = Aes.Create();
            aes.Key = Key;
            return aes.EncryptCbc(plain, "cephsageyudagreg"u8);
        }
    }

    [Fact]
    public void Signer_should_allocate_nothing_per_message()
    {
        var signer = new MessageSigner(Key, cephxV2: true);
        var sum = signer.Sign(Header, Footer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            sum ^= signer.Sign(Header with { Seq = (ulong)i }, Footer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0ul, sum);
    }

    [Fact]
    public void Signer_should_refuse_a_short_key()
        => Assert.Throws<ArgumentException>(() => new MessageSigner(Key.AsSpan(1), cephxV2: true));
}
