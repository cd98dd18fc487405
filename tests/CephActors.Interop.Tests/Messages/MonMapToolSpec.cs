using CephActors.Interop.Tests.Programs;
using CephActors.Messages;

namespace CephActors.Interop.Tests.Messages;

/// <summary>Ceph's own <c>monmaptool</c> reads the monitor maps that are written here.</summary>
public class MonMapToolSpec
{
    private const string Tool = "monmaptool";
    private const ulong Form2 = CephFeatures.MonNames;
    private const ulong Form5 = CephFeatures.MonNames | CephFeatures.MonEnc;

    [SkippableTheory]
    [InlineData(0UL, "0: v1:10.0.0.1:6789/0 mon.1", "1: v1:10.0.0.2:6789/0 mon.0")]
    [InlineData(Form2, "0: v1:10.0.0.1:6789/0 mon.x", "1: v1:10.0.0.2:6789/0 mon.z")]
    [InlineData(Form5, "0: v1:10.0.0.1:6789/0 mon.x", "1: v1:10.0.0.2:6789/0 mon.z")]
    [InlineData(Form5 | CephFeatures.MsgAddr2, "0: v1:10.0.0.1:6789/0 mon.x", "1: v1:10.0.0.2:6789/0 mon.z")]
    [InlineData(CephFeatures.All & ~(1UL << 20), "0: v1:10.0.0.2:6789/0 mon.z", "1: [v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] mon.x")]
    [InlineData(CephFeatures.All, "0: v1:10.0.0.2:6789/0 mon.z", "1: [v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] mon.x")]
    public async Task Map_should_be_read_by_monmaptool_when_written_for_these_features(ulong features, string first, string second)
    {
        var missing = Commands.WhyMissing("ceph-base", Tool);
        Skip.If(missing is not null, missing);
        var map = new MonMap
        {
            Fsid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
            Epoch = 12,
            LastChanged = new UTime(1_600_000_000, 123_456_000),
            Created = new UTime(1_500_000_000, 0),
            PersistentFeatures = 0xff,
            Mons = new Dictionary<string, MonInfo>
            {
                ["x"] = new("x", EntityAddressVector.Parse("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]")) { Priority = 5, Weight = 10 },
                ["z"] = new("z", EntityAddressVector.Parse("v1:10.0.0.2:6789/0")),
            },
            Ranks = ["z", "x"],
            MinMonRelease = 16,
        };
        string[] lines = await PrintAsync(map.Encode(features));
        Assert.Contains("epoch 12", lines);
        Assert.Contains("fsid 00112233-4455-6677-8899-aabbccddeeff", lines);
        Assert.Contains("last_changed 2020-09-13T12:26:40.123456+0000", lines);
        Assert.Contains("created 2017-07-14T02:40:00.000000+0000", lines);
        Assert.Contains(first, lines);
        Assert.Contains(second, lines);
        // The first two forms carry no features, from which a reader would conclude the release.
        Assert.Contains(features >= Form5 ? "min_mon_release 16 (pacific)" : "min_mon_release 0 (unknown)", lines);
    }

    private static async Task<string[]> PrintAsync(byte[] bytes)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, bytes);
            var result = await Commands.RunOrThrowAsync(Tool, "--print", file);
            return result.Output.Split('\n', StringSplitOptions.TrimEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
