using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>The vectors of the reference.</summary>
public class PlainFrameSpec
{
    private const string HelloPreamble = "010124000000080000000000000000000000000000000000000000003fbd6b06";
    private const string HelloPayload = "080101011c00000002000000000000001000000002000ce47f0000010000000000000000";

    private static readonly Hello Hello = new(EntityType.Client, EntityAddress.Parse("v2:127.0.0.1:3300/0"));

    [Fact]
    public void Hello_should_have_its_checksum_behind_it_in_revision_1() =>
        Assert.Equal(HelloPreamble + HelloPayload + "7d883e07", Encode(Hello, FrameRevision.One));

    [Fact]
    public void Hello_should_have_an_epilogue_in_revision_0() =>
        Assert.Equal(HelloPreamble + HelloPayload + "007d883e07000000000000000000000000", Encode(Hello, FrameRevision.Zero));

    [Fact]
    public void Wait_should_be_a_preamble_alone_in_revision_1() =>
        Assert.Equal("10010000000008000000000000000000000000000000000000000000c8e3aab0", Encode(new Wait(), FrameRevision.One));

    [Fact]
    public void Wait_should_have_the_checksum_of_nothing_in_revision_0() =>
        Assert.Equal("10010000000008000000000000000000000000000000000000000000c8e3aab0" + "00ffffffff000000000000000000000000", Encode(new Wait(), FrameRevision.Zero));

    private static string Encode(IHandshakePayload payload, FrameRevision revision) => Convert.ToHexStringLower(PlainFrame.Encode(payload, revision));
}
