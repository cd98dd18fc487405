using System.Buffers;
using CephActors.Encoding;
using FsCheck.Xunit;

namespace CephActors.Protocol.Tests.Encoding;

public class Crc32CSpec
{
    [Theory]
    [InlineData(0u, "foo bar baz", 4119623852u)]
    [InlineData(1234u, "foo bar baz", 881700046u)]
    [InlineData(0u, "whiz bang boom", 2360230088u)]
    [InlineData(5678u, "whiz bang boom", 3743019208u)]
    [InlineData(0u, "123456789", 0x58e3fa20u)]
    [InlineData(0xffffffffu, "123456789", 0x1cf96d7cu)]
    [InlineData(0xffffffffu, "", 0xffffffffu)]
    [InlineData(0u, "", 0u)]
    public void Crc_should_equal_the_known_value_when_the_input_is_a_vector(uint start, string text, uint expected) =>
        AllShouldGive(expected, start, System.Text.Encoding.ASCII.GetBytes(text));

    [Theory]
    [InlineData(5, 2715569182u)]
    [InlineData(35, 440531800u)]
    public void Crc_should_equal_the_known_value_when_the_input_is_a_run_of_ones(int length, uint expected) =>
        AllShouldGive(expected, 0, Enumerable.Repeat((byte)1, length).ToArray());

    // Ceph's own test of a long input: 4 MiB of ones, from 0 and continued. Ceph: src/test/common/test_crc32c.cc, Big.
    [Theory]
    [InlineData(0u, 31583199u)]
    [InlineData(1234u, 1400919119u)]
    public void Crc_should_equal_the_known_value_when_the_input_is_long(uint start, uint expected)
    {
        byte[] bytes = new byte[4096000];
        Array.Fill(bytes, (byte)1);
        AllShouldGive(expected, start, bytes);
    }

    // Every path at every length about its limits (256 bytes for vectors, 768 for three streams) and every alignment of a vector.
    [Theory]
    [InlineData(0u)]
    [InlineData(0xdeadbeefu)]
    public void Every_path_should_agree_with_the_table_when_lengths_and_alignments_grow(uint start)
    {
        byte[] bytes = RandomBytes(29, 1_100 + 64);
        for (int length = 0; length <= 1_100; length++)
        {
            var data = bytes.AsSpan(length % 64, length);
            AllShouldGive(Crc32C.AppendTable(start, data), start, data);
        }
        for (int alignment = 0; alignment < 64; alignment++)
        {
            foreach (int length in (ReadOnlySpan<int>)[7, 63, 255, 256, 257, 319, 511, 1_023, 1_100])
                AllShouldGive(Crc32C.AppendTable(start, bytes.AsSpan(alignment, length)), start, bytes.AsSpan(alignment, length));
        }
    }

    [Fact]
    public void A_processor_with_wide_multiplication_should_have_the_instruction_too_when_the_way_is_chosen() =>
        Assert.True(Crc32CInstruction.IsSupported || !(Crc32CFolding.IsSupported256 || Crc32CFolding.IsSupported512));

    [Fact]
    public void Crc_should_equal_the_header_checksum_of_the_vector_when_run_over_its_49_bytes()
    {
        byte[] header = Convert.FromHexString(
            "0100000000000000" + "0000000000000000" + "0200" + "7f00" + "0100" + "00000000" + "00000000" + "00000000" + "0000"
            + "08" + "0410000000000000" + "0100" + "0000");
        Assert.Equal(49, header.Length);
        Assert.Equal(0x123b789eu, Crc32C.Append(0, header));
        Assert.Equal(0x562f9ccdu, Crc32C.Append(0, "abc"u8));
        Assert.Equal(0xdf03cd79u, Crc32C.Append(0, "hello"u8));
    }

    [Fact]
    public void Table_should_agree_with_the_bitwise_definition_when_lengths_grow()
    {
        byte[] bytes = RandomBytes(3, 200);
        for (int length = 0; length <= bytes.Length; length++)
        {
            uint expected = 0xdeadbeef;
            foreach (byte value in bytes.AsSpan(0, length))
            {
                expected ^= value;
                for (int bit = 0; bit < 8; bit++)
                    expected = (expected & 1) != 0 ? (expected >> 1) ^ 0x82f63b78 : expected >> 1;
            }
            Assert.Equal(expected, Crc32C.AppendTable(0xdeadbeef, bytes.AsSpan(0, length)));
        }
    }

    // Block limits of the three-stream path are 768 and 4032 bytes; the lengths go over each of them, byte by byte.
    [Theory]
    [InlineData(0, 80)]
    [InlineData(700, 840)]
    [InlineData(1500, 1600)]
    [InlineData(4000, 4110)]
    [InlineData(4780, 4850)]
    [InlineData(8040, 8100)]
    public void Every_path_should_agree_with_the_table_when_lengths_pass_a_block_limit(int from, int to)
    {
        byte[] bytes = RandomBytes(5, to);
        for (int length = from; length <= to; length++)
            AllShouldGive(Crc32C.AppendTable(1, bytes.AsSpan(0, length)), 1, bytes.AsSpan(0, length));
    }

    [Fact]
    public void Every_path_should_agree_with_the_table_when_lengths_and_alignments_are_random()
    {
        var random = new Random(7);
        byte[] bytes = RandomBytes(11, 70_000);
        for (int round = 0; round < 1_000; round++)
        {
            int start = random.Next(64);
            var data = bytes.AsSpan(start, random.Next(bytes.Length - start));
            uint crc = (uint)random.NextInt64(1L << 32);
            AllShouldGive(Crc32C.AppendTable(crc, data), crc, data);
        }
    }

    [Property]
    public bool Crc_should_be_the_same_when_computed_in_pieces(byte[] first, byte[] second, uint start)
    {
        byte[] whole = [.. first, .. second];
        return Crc32C.Append(start, whole) == Crc32C.Append(Crc32C.Append(start, first), second);
    }

    [Fact]
    public void Crc_should_be_the_same_when_a_long_input_is_cut_anywhere()
    {
        var random = new Random(13);
        byte[] bytes = RandomBytes(17, 20_000);
        uint whole = Crc32C.AppendTable(9, bytes);
        for (int round = 0; round < 300; round++)
        {
            uint crc = 9;
            for (int at = 0; at < bytes.Length;)
            {
                int count = Math.Min(random.Next(1, 9_000), bytes.Length - at);
                crc = Crc32C.Append(crc, bytes.AsSpan(at, count));
                at += count;
            }
            Assert.Equal(whole, crc);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(256)]
    [InlineData(1344)]
    public void Shift_should_equal_appended_zeros_when_its_table_is_for_that_many(int zeros)
    {
        uint[] table = Crc32CTables.BuildShift(zeros);
        var random = new Random(19);
        for (int round = 0; round < 100; round++)
        {
            uint crc = (uint)random.NextInt64(1L << 32);
            Assert.Equal(Crc32C.AppendTable(crc, new byte[zeros]), Crc32CTables.Shift(crc, table));
        }
    }

    [Fact]
    public void Crc_should_be_the_same_when_the_input_is_a_chain_of_segments()
    {
        byte[] bytes = RandomBytes(23, 10_000);
        var first = new Segment(bytes.AsMemory(0, 1), null);
        var last = first.Append(default).Append(bytes.AsMemory(1, 6_999)).Append(bytes.AsMemory(7_000));
        var chain = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        Assert.Equal(bytes.Length, chain.Length);
        Assert.Equal(Crc32C.AppendTable(3, bytes), Crc32C.Append(3, chain));
        Assert.Equal(Crc32C.AppendTable(3, bytes), Crc32C.Append(3, new ReadOnlySequence<byte>(bytes)));
        Assert.Equal(3u, Crc32C.Append(3, ReadOnlySequence<byte>.Empty));
    }

    // Paths that this processor does not have are left out; the table always runs.
    private static void AllShouldGive(uint expected, uint start, ReadOnlySpan<byte> data)
    {
        Assert.Equal(expected, Crc32C.Append(start, data));
        Assert.Equal(expected, Crc32C.AppendTable(start, data));
        if (Crc32CInstruction.IsSupported)
        {
            Assert.Equal(expected, Crc32CInstruction.Append(start, data));
            Assert.Equal(expected, Crc32CInstruction.AppendOne(start, data));
        }
        if (Crc32CFolding.IsSupported256 && data.Length >= Crc32CFolding.Least)
            Assert.Equal(expected, Crc32CFolding.Append256(start, data));
        if (Crc32CFolding.IsSupported512 && data.Length >= Crc32CFolding.Least)
            Assert.Equal(expected, Crc32CFolding.Append512(start, data));
    }

    private static byte[] RandomBytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, this);
            Next = next;
            return next;
        }
    }
}
