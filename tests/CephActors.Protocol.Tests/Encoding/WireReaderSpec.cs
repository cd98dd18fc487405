using CephActors.Encoding;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace CephActors.Protocol.Tests.Encoding;

public class WireReaderSpec
{
    private static readonly Guid SomeUuid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void Primitives_should_be_little_endian_when_written_and_read()
    {
        byte[] bytes = Sample();
        Assert.Equal(
            "01" + "0302" + "07060504" + "0f0e0d0c0b0a0908" + "feff" + "fdffffff" + "fcffffffffffffff" + "01" + "00"
            + "00112233445566778899aabbccddeeff" + "03000000" + "aabbcc" + "02000000" + "c3a4" + "0000",
            Convert.ToHexStringLower(bytes));
        var reader = new WireReader(bytes);
        ReadSample(ref reader);
        Assert.False(reader.Failed);
        Assert.Equal(default, reader.Error);
        Assert.Equal(bytes.Length, reader.Offset);
    }

    [Fact]
    public void Every_prefix_should_fail_when_it_lacks_a_byte()
    {
        byte[] bytes = Sample();
        for (int length = 0; length < bytes.Length; length++)
        {
            var reader = new WireReader(bytes.AsSpan(0, length));
            ReadSample(ref reader);
            Assert.True(reader.Failed);
            Assert.InRange(reader.Error.Offset, 0, length);
            Assert.Equal(reader.Error.Offset, reader.Offset);
        }
    }

    [Fact]
    public void Reader_should_keep_the_first_failure_when_more_is_read()
    {
        var reader = new WireReader([1, 2, 3]);
        Assert.Equal(0x0201, reader.ReadU16("first"));
        Assert.Equal(0u, reader.ReadU32("second"));
        Assert.Equal(0, reader.ReadU8("third"));
        reader.Fail("fourth", "whatever");
        Assert.True(reader.Failed);
        Assert.Equal(new WireError("second", 2, "needs 4 bytes, 1 are left"), reader.Error);
        Assert.Equal("second at offset 2: needs 4 bytes, 1 are left", reader.Error.ToString());
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData("ffffffff", "length 4294967295 exceeds the 0 bytes left")]
    [InlineData("0200000041", "length 2 exceeds the 1 bytes left")]
    [InlineData("0200", "needs 4 bytes, 2 are left")]
    public void Blob_should_be_refused_when_its_length_lies(string hex, string reason)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.True(reader.ReadBlob("blob").IsEmpty);
        Assert.Equal(new WireError("blob", 0, reason), reader.Error);
        reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal("", reader.ReadString("text"));
        Assert.Equal(reason, reader.Error.Reason);
    }

    [Theory]
    [InlineData("ffffffff", 1, false)]
    [InlineData("ffffffff", 0, false)]
    [InlineData("ffffffff", int.MaxValue, false)]
    [InlineData("02000000" + "aaaa", 1, true)]
    [InlineData("02000000" + "aaaa", 2, false)]
    [InlineData("00000000", 100, true)]
    public void Count_should_be_refused_when_its_elements_cannot_follow(string hex, int size, bool accepted)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        int count = reader.ReadCount(size, "list");
        Assert.Equal(accepted, !reader.Failed);
        Assert.Equal(accepted ? Convert.FromHexString(hex)[0] : 0, count);
    }

    [Fact]
    public void String_should_be_readable_when_it_is_not_utf8()
    {
        var reader = new WireReader([2, 0, 0, 0, 0xff, (byte)'a']);
        Assert.Equal("\ufffda", reader.ReadString("text"));
        Assert.False(reader.Failed);
    }

    [Fact]
    public void Bytes_should_be_refused_when_their_count_is_negative()
    {
        var reader = new WireReader([1, 2, 3]);
        Assert.True(reader.ReadBytes(-1, "bytes").IsEmpty);
        Assert.True(reader.Failed);
    }

    [Fact]
    public void Envelope_should_skip_what_it_does_not_know_when_closed()
    {
        var reader = new WireReader(Convert.FromHexString("0903" + "05000000" + "0102030405" + "77"));
        var envelope = reader.BeginEnvelope(4, "thing");
        Assert.Equal(9, envelope.Version);
        Assert.Equal(3, envelope.Compat);
        Assert.Equal(5, reader.Remaining);
        reader.ReadU16("known");
        reader.EndEnvelope(envelope);
        Assert.Equal(0x77, reader.ReadU8("behind"));
        Assert.False(reader.Failed);
    }

    [Fact]
    public void Envelope_should_end_the_reading_when_a_field_leaves_its_body()
    {
        var reader = new WireReader(Convert.FromHexString("0101" + "01000000" + "01" + "777777"));
        var envelope = reader.BeginEnvelope(1, "thing");
        reader.ReadU16("field");
        Assert.Equal(new WireError("field", 6, "needs 2 bytes, 1 are left"), reader.Error);
        reader.EndEnvelope(envelope);
        Assert.Equal(0, reader.ReadU8("behind"));
        Assert.Equal("field", reader.Error.Field);
    }

    [Theory]
    [InlineData("0506" + "00000000", "version 5 needs a reader of version 6, this one knows 5")]
    [InlineData("0101" + "02000000" + "00", "body of 2 bytes exceeds the 1 bytes left")]
    [InlineData("0101" + "ffffffff" + "00", "body of 4294967295 bytes exceeds the 1 bytes left")]
    [InlineData("01", "needs 1 bytes, 0 are left")]
    public void Envelope_should_be_refused_when_its_head_is_wrong(string hex, string reason)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        var envelope = reader.BeginEnvelope(5, "thing");
        Assert.Equal(reason, reader.Error.Reason);
        reader.EndEnvelope(envelope);
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void Envelopes_should_limit_each_other_when_nested()
    {
        var writer = new WireWriter(1);
        int outer = writer.BeginEnvelope(2, 1);
        int inner = writer.BeginEnvelope(3, 2);
        writer.WriteU16(0x1234);
        writer.EndEnvelope(inner);
        writer.WriteU8(9);
        writer.EndEnvelope(outer);
        Assert.Equal("0201" + "09000000" + "0302" + "02000000" + "3412" + "09", Convert.ToHexStringLower(writer.Written));

        var reader = new WireReader(writer.Written);
        var first = reader.BeginEnvelope(2, "outer");
        var second = reader.BeginEnvelope(3, "inner");
        Assert.Equal(2, reader.Remaining);
        reader.EndEnvelope(second);
        Assert.Equal(1, reader.Remaining);
        reader.EndEnvelope(first);
        Assert.Equal(0, reader.Remaining);
        Assert.False(reader.Failed);

        // An inner body may not reach beyond the outer one, though the buffer would hold it.
        reader = new WireReader(Convert.FromHexString("0101" + "06000000" + "0101" + "01000000" + "77"));
        reader.BeginEnvelope(1, "outer");
        reader.BeginEnvelope(1, "inner");
        Assert.Equal("body of 1 bytes exceeds the 0 bytes left", reader.Error.Reason);
    }

    [Fact]
    public void Writer_should_start_over_when_reset()
    {
        var writer = new WireWriter(1);
        writer.WriteBytes(new byte[1000]);
        writer.Reset();
        Assert.Equal(0, writer.Length);
        writer.WriteZeros(3);
        int mark = writer.BeginBlob();
        writer.WriteU16(1);
        writer.EndBlob(mark);
        Assert.Equal("000000" + "02000000" + "0100", Convert.ToHexStringLower(writer.ToArray()));
    }

    // Reads whatever the second array asks for from whatever the first one holds.
    [Property(MaxTest = 2_000)]
    public bool Reader_should_stay_inside_its_buffer_when_both_bytes_and_reads_are_random(byte[] bytes, byte[] reads)
    {
        var reader = new WireReader(bytes);
        var open = new Stack<Envelope>();
        int offset = 0;
        foreach (byte read in reads)
        {
            ReadOne(ref reader, read, open);
            if (reader.Offset < 0 || reader.Offset > bytes.Length || reader.Remaining > bytes.Length - reader.Offset)
                return false;
            if (!reader.Failed && reader.Offset < offset)
                return false;
            if (reader.Failed && (reader.Remaining != 0 || reader.Error.Reason is null || reader.Error.Offset != reader.Offset))
                return false;
            offset = reader.Offset;
        }
        return true;
    }

    [Property(MaxTest = 500)]
    public Property Address_vector_should_be_refused_when_any_byte_is_missing(EntityAddressType type, byte[] ip, ushort port, uint nonce)
    {
        byte[] raw = ip.Concat(new byte[16]).Take(nonce % 2 == 0 ? 4 : 16).ToArray();
        var vector = new EntityAddressVector(
            new EntityAddress(type, new System.Net.IPAddress(raw), port, nonce), new EntityAddress(type, null, 0, ~nonce));
        var writer = new WireWriter();
        writer.WriteEntityAddressVector(vector, CephFeatures.All);
        byte[] bytes = writer.ToArray();
        bool refused = Enumerable.Range(0, bytes.Length).All(length =>
        {
            var cut = new WireReader(bytes.AsSpan(0, length));
            return cut.ReadEntityAddressVector("addresses").Count == 0 && cut.Failed;
        });
        var reader = new WireReader(bytes);
        return (refused && reader.ReadEntityAddressVector("addresses").Equals(vector) && reader.Remaining == 0).ToProperty();
    }

    private static void ReadOne(ref WireReader reader, byte what, Stack<Envelope> open)
    {
        switch (what % 16)
        {
            case 0: reader.ReadU8("u8"); break;
            case 1: reader.ReadU16("u16"); break;
            case 2: reader.ReadU32("u32"); break;
            case 3: reader.ReadU64("u64"); break;
            case 4: reader.ReadUuid("uuid"); break;
            case 5: reader.ReadBlob("blob"); break;
            case 6: reader.ReadString("string"); break;
            case 7: reader.ReadCount(what, "count"); break;
            case 8: reader.ReadEntityName("name"); break;
            case 9: reader.ReadEntityAddress("address"); break;
            case 10: reader.ReadEntityAddressVector("vector"); break;
            case 11: reader.ReadAuthEntityName("auth name"); break;
            case 12: reader.ReadUTime("time"); break;
            case 13: reader.ReadLegacyAddress("legacy"); break;
            case 14: open.Push(reader.BeginEnvelope(9, "envelope")); break;
            default:
                if (open.TryPop(out var envelope))
                    reader.EndEnvelope(envelope);
                break;
        }
    }

    private static byte[] Sample()
    {
        var writer = new WireWriter(1);
        writer.WriteU8(1);
        writer.WriteU16(0x0203);
        writer.WriteU32(0x04050607);
        writer.WriteU64(0x08090a0b0c0d0e0f);
        writer.WriteS16(-2);
        writer.WriteS32(-3);
        writer.WriteS64(-4);
        writer.WriteBool(true);
        writer.WriteBool(false);
        writer.WriteUuid(SomeUuid);
        writer.WriteBlob([0xaa, 0xbb, 0xcc]);
        writer.WriteString("ä");
        writer.WriteBytes([0, 0]);
        return writer.ToArray();
    }

    private static void ReadSample(ref WireReader reader)
    {
        byte u8 = reader.ReadU8("u8");
        ushort u16 = reader.ReadU16("u16");
        uint u32 = reader.ReadU32("u32");
        ulong u64 = reader.ReadU64("u64");
        short s16 = reader.ReadS16("s16");
        int s32 = reader.ReadS32("s32");
        long s64 = reader.ReadS64("s64");
        bool yes = reader.ReadBool("yes");
        bool no = reader.ReadBool("no");
        var uuid = reader.ReadUuid("uuid");
        byte[] blob = reader.ReadBlob("blob").ToArray();
        string text = reader.ReadString("text");
        reader.ReadBytes(2, "bytes");
        if (reader.Failed)
            return;
        Assert.Equal((1, 0x0203, 0x04050607u, 0x08090a0b0c0d0e0ful), (u8, u16, u32, u64));
        Assert.Equal((-2, -3, -4L, true, false), (s16, s32, s64, yes, no));
        Assert.Equal((SomeUuid, "ä"), (uuid, text));
        Assert.Equal([0xaa, 0xbb, 0xcc], blob);
    }
}
