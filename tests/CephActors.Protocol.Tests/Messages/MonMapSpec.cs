using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Protocol.Tests.Messages;

public class MonMapSpec
{
    private const ulong Form2 = CephFeatures.MonNames;
    private const ulong Form5 = CephFeatures.MonNames | CephFeatures.MonEnc;
    private const ulong Octopus = CephFeatures.All & ~(1UL << 20);

    private static readonly Guid RealFsid = Guid.Parse("5f6d9f4d-95f5-40c7-9934-17133d3b118b");
    private static readonly Guid SomeFsid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    /// <summary>The map of the reference vector: envelope (7,6), one monitor with two addresses.</summary>
    private static readonly byte[] Vector = Convert.FromHexString(
        "0706ad000000" + "00112233445566778899aabbccddeeff" + "01000000" + "00105e5f00000000" + "00105e5f00000000"
        + "0101080000003f00000000000000" + "0101080000000000000000000000"
        + "01000000" + "0100000061"
        + "040154000000" + "0100000061" + "0202000000"
        + "01" + "01011c000000" + "02000000" + "00000000" + "10000000" + "0200" + "0ce4" + "0a000001" + "0000000000000000"
        + "01" + "01011c000000" + "01000000" + "00000000" + "10000000" + "0200" + "1a85" + "0a000001" + "0000000000000000"
        + "00000000" + "01000000" + "0100000061" + "0f");

    [Fact]
    public void Map_should_have_the_bytes_of_the_vector_when_encoded_for_octopus()
    {
        Assert.Equal(179, Vector.Length);
        var map = Decode(Vector);
        Assert.Equal(SomeFsid, map.Fsid);
        Assert.Equal(1u, map.Epoch);
        Assert.Equal(new UTime(0x5f5e1000, 0), map.Created);
        Assert.Equal(0x3ful, map.PersistentFeatures);
        Assert.Equal(15, map.MinMonRelease);
        Assert.Equal("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]", map.Mons["a"].PublicAddresses.ToString());
        Assert.Equal(Vector, map.Encode(Octopus));
    }

    [Theory]
    [InlineData("mon-map-form-1.bin", 0UL, "0")]
    [InlineData("mon-map-form-2.bin", Form2, "a")]
    [InlineData("mon-map-form-5.bin", Form5, "a")]
    [InlineData("mon-map-form-5-typed-addresses.bin", Form5 | CephFeatures.MsgAddr2, "a")]
    [InlineData("mon-map-form-9.bin", CephFeatures.All, "a")]
    public void Map_should_round_trip_when_a_real_monitor_wrote_it_for_a_peer_with_these_features(string file, ulong features, string name)
    {
        byte[] bytes = Fixtures.Read("messages", file);
        var map = Decode(bytes);
        Assert.Equal(RealFsid, map.Fsid);
        Assert.Equal(1u, map.Epoch);
        Assert.Equal(new UTime(1795371882, 684456896), map.LastChanged);
        Assert.Equal(map.LastChanged, map.Created);
        var mon = Assert.Single(map.Mons);
        Assert.Equal(name, mon.Key);
        Assert.Equal(name, mon.Value.Name);
        Assert.Equal("v1:127.0.0.1:26789/0", mon.Value.PublicAddresses.ToString());
        Assert.Equal([name], map.Ranks);
        Assert.Equal(bytes, map.Encode(features));

        bool carriesFeatures = features >= Form5;
        Assert.Equal(carriesFeatures ? 0xfful : 0, map.PersistentFeatures);
        Assert.Equal(carriesFeatures ? 16 : 0, map.MinMonRelease);
    }

    [Fact]
    public void Map_should_round_trip_when_monmaptool_wrote_it()
    {
        byte[] bytes = Fixtures.Read("messages", "mon-map-three-mons.bin");
        var map = Decode(bytes);
        Assert.Equal(SomeFsid, map.Fsid);
        Assert.Equal(0u, map.Epoch);
        Assert.Equal(["a", "b", "c"], map.Mons.Keys);
        Assert.Equal(["b", "a", "c"], map.Ranks);
        Assert.Equal("[v2:[fd00::3]:3300/0,v1:[fd00::3]:6789/0]", map.Mons["c"].PublicAddresses.ToString());
        Assert.Equal(64ul, map.PersistentFeatures);
        Assert.Equal(16ul, map.OptionalFeatures);
        Assert.Equal(1, map.ElectionStrategy);
        Assert.Equal(bytes, map.Encode());
    }

    [Fact]
    public void Map_should_round_trip_when_every_field_is_set()
    {
        var map = Full();
        var back = Decode(map.Encode());
        Assert.Equal(map.Encode(), back.Encode());
        Assert.Equal([3u, 7u], back.RemovedRanks);
        Assert.Equal(3, back.ElectionStrategy);
        Assert.Equal(["y", "z"], back.DisallowedLeaders);
        Assert.True(back.StretchModeEnabled);
        Assert.Equal("z", back.TiebreakerMon);
        Assert.Equal(["y"], back.StretchMarkedDownMons);
        Assert.Equal(["z", "x"], back.Ranks);
        Assert.Equal(5, back.Mons["x"].Priority);
        Assert.Equal(10, back.Mons["x"].Weight);
        Assert.Equal("ams", back.Mons["x"].CrushLocation["datacenter"]);
        Assert.Equal(17, back.MinMonRelease);
    }

    [Fact]
    public void Pacific_fields_should_be_left_out_when_the_receiver_is_older()
    {
        var back = Decode(Full().Encode(Octopus));
        Assert.Empty(back.RemovedRanks);
        Assert.Equal("", back.TiebreakerMon);
        Assert.Empty(back.Mons["x"].CrushLocation);
        Assert.Equal(5, back.Mons["x"].Priority);
        Assert.Equal(["z", "x"], back.Ranks);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Map_should_be_read_when_it_is_an_envelope_without_monitor_infos(byte version)
    {
        var writer = new WireWriter();
        int mark = writer.BeginEnvelope(version, 3);
        writer.WriteUuid(SomeFsid);
        writer.WriteU32(9);
        writer.WriteU32(2);
        writer.WriteString("late");
        writer.WriteEntityAddress(EntityAddress.Parse("v1:10.0.0.1:6789/0"), 0);
        writer.WriteString("early");
        writer.WriteEntityAddress(EntityAddress.Parse("v1:10.0.0.2:6789/0"), 0);
        writer.WriteUTime(new UTime(1, 2));
        writer.WriteUTime(new UTime(3, 4));
        if (version >= 4)
        {
            foreach (ulong features in new ulong[] { 2, 0 })
            {
                int inner = writer.BeginEnvelope(1, 1);
                writer.WriteU64(features);
                writer.EndEnvelope(inner);
            }
        }
        writer.EndEnvelope(mark);

        var map = Decode(writer.Written);
        Assert.Equal(9u, map.Epoch);
        Assert.Equal(["early", "late"], map.Mons.Keys);
        Assert.Equal(["late", "early"], map.Ranks);
        Assert.Equal(version >= 4 ? 2ul : 0, map.PersistentFeatures);
        Assert.Equal(version >= 4 ? 12 : 0, map.MinMonRelease);
    }

    [Fact]
    public void Map_should_be_read_when_a_newer_release_wrote_it()
    {
        byte[] bytes = [.. Fixtures.Read("messages", "mon-map-form-9.bin"), 1, 2, 3];
        bytes[0] = 12;
        bytes[2] += 3;
        var map = Decode(bytes);
        Assert.Equal(RealFsid, map.Fsid);
    }

    [Fact]
    public void Ranks_should_follow_addresses_then_names_when_the_map_does_not_say()
    {
        var map = new MonMap
        {
            Mons = new Dictionary<string, MonInfo>
            {
                ["c"] = Mon("c", "[v2:10.0.0.9:3300/0,v1:10.0.0.1:6789/0]"),
                ["b"] = Mon("b", "[v2:10.0.0.1:3300/0,v1:10.0.0.2:6789/0]"),
                ["z"] = Mon("z", "v1:10.0.0.1:6789/0"),
                ["n"] = Mon("n", "[]"),
            },
        };
        Assert.Equal(["n", "c", "z", "b"], map.Ranks);
    }

    [Theory]
    [InlineData("", "monmap: envelope at offset 0: needs 1 bytes, 0 are left")]
    [InlineData("0100", "monmap: fsid at offset 2: needs 16 bytes, 0 are left")]
    [InlineData("0b0a00000000", "monmap: envelope at offset 0: version 11 needs a reader of version 10, this one knows 9")]
    [InlineData("010100000000", "monmap: envelope at offset 6: version 1 is none of a monitor map's")]
    [InlineData("070601000000", "monmap: envelope at offset 0: body of 1 bytes exceeds the 0 bytes left")]
    [InlineData("0300", "monmap: envelope at offset 2: needs 4 bytes, 0 are left")]
    public void Map_should_be_refused_when_it_is_malformed(string hex, string expected)
    {
        Assert.False(MonMap.TryDecode(Convert.FromHexString(hex), out var map, out string? error));
        Assert.Null(map);
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("mon-map-form-1.bin")]
    [InlineData("mon-map-form-2.bin")]
    [InlineData("mon-map-form-5.bin")]
    [InlineData("mon-map-form-9.bin")]
    [InlineData("mon-map-three-mons.bin")]
    public void Every_prefix_should_be_refused_when_the_map_is_cut(string file)
    {
        byte[] bytes = Fixtures.Read("messages", file);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(MonMap.TryDecode(bytes.AsSpan(0, length), out var map, out string? error));
            Assert.Null(map);
            Assert.StartsWith("monmap: ", error);
        }
    }

    [Fact]
    public void Counts_should_be_refused_before_memory_is_taken_when_they_exceed_the_bytes()
    {
        byte[] bytes = Fixtures.Read("messages", "mon-map-form-2.bin");
        bytes.AsSpan(22, 4).Fill(0xff);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(MonMap.TryDecode(bytes, out _, out string? error));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal("monmap: mon addresses at offset 22: count 4294967295 needs more than the 157 bytes left", error);
    }

    private static MonMap Decode(ReadOnlySpan<byte> bytes)
    {
        Assert.True(MonMap.TryDecode(bytes, out var map, out string? error), error);
        Assert.Null(error);
        return map;
    }

    private static MonInfo Mon(string name, string addresses) => new(name, EntityAddressVector.Parse(addresses));

    private static MonMap Full() => new()
    {
        Fsid = SomeFsid,
        Epoch = 12,
        LastChanged = new UTime(1, 999_999_999),
        Created = new UTime(2, 3),
        PersistentFeatures = 0xff,
        OptionalFeatures = 1,
        Mons = new Dictionary<string, MonInfo>
        {
            ["z"] = Mon("z", "v1:10.0.0.2:6789/0"),
            ["x"] = Mon("x", "[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]") with
            {
                Priority = 5,
                Weight = 10,
                CrushLocation = new Dictionary<string, string> { ["rack"] = "r1", ["datacenter"] = "ams" },
            },
        },
        Ranks = ["z", "x"],
        MinMonRelease = 17,
        RemovedRanks = [7, 3],
        ElectionStrategy = 3,
        DisallowedLeaders = ["z", "y"],
        StretchModeEnabled = true,
        TiebreakerMon = "z",
        StretchMarkedDownMons = ["y"],
    };
}
