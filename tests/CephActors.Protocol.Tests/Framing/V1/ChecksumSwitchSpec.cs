using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class ChecksumSwitchSpec
{
    private static readonly FramingOptions Both = FramingOptions.Default;
    private static readonly FramingOptions NoData = Both with { CrcData = false };
    private static readonly FramingOptions NoHeader = Both with { CrcHeader = false };

    [Fact]
    public void Sender_should_mark_the_message_when_data_is_not_summed()
    {
        var footer = Footer(SampleMessage.Encode(options: NoData));
        Assert.Equal(MessageFooter.Complete | MessageFooter.NoCrc, footer.Flags);
        Assert.Equal(0u, footer.DataCrc);
        Assert.NotEqual(0u, footer.FrontCrc);
        Assert.NotEqual(0u, footer.MiddleCrc);
    }

    [Fact]
    public void Sender_should_leave_zeros_when_headers_are_not_summed()
    {
        var bytes = SampleMessage.Encode(options: NoHeader);
        Assert.Equal(0u, MessageHeader.Read(bytes.AsSpan(SampleMessage.Header)).Crc);
        var footer = Footer(bytes);
        Assert.Equal(MessageFooter.Complete, footer.Flags);
        Assert.Equal((0u, 0u), (footer.FrontCrc, footer.MiddleCrc));
        Assert.NotEqual(0u, footer.DataCrc);
    }

    [Fact]
    public void Receiver_should_not_check_data_when_the_sender_did_not_sum_it()
        => Assert.Equal(DecodeStatus.NeedMore, SampleMessage.Feed(Damage(SampleMessage.Encode(options: NoData), SampleMessage.Data), Both));

    [Fact]
    public void Receiver_should_not_check_data_when_its_own_switch_is_off()
        => Assert.Equal(DecodeStatus.NeedMore, SampleMessage.Feed(Damage(SampleMessage.Encode(), SampleMessage.Data), NoData));

    [Theory]
    [InlineData(SampleMessage.Header)]
    [InlineData(SampleMessage.Front)]
    [InlineData(SampleMessage.Middle)]
    public void Receiver_should_not_check_headers_when_its_own_switch_is_off(int offset)
        => Assert.Equal(DecodeStatus.NeedMore, SampleMessage.Feed(Damage(SampleMessage.Encode(), offset), NoHeader));

    [Fact]
    public void Receiver_should_still_check_data_when_headers_are_not_checked()
        => Assert.Equal(ProtocolError.DataCrc, SampleMessage.Refusal(Damage(SampleMessage.Encode(), SampleMessage.Data), options: NoHeader).Kind);

    [Fact]
    public void Receiver_should_refuse_a_sender_that_sums_no_headers_when_it_checks_them()
        => Assert.Equal(ProtocolError.HeaderCrc, SampleMessage.Refusal(SampleMessage.Encode(options: NoHeader)).Kind);

    private static MessageFooter Footer(byte[] bytes) => MessageFooter.Read(bytes.AsSpan(SampleMessage.Footer), msgAuth: true);

    private static byte[] Damage(byte[] bytes, int offset)
    {
        bytes[offset] ^= 0x40;
        return bytes;
    }
}
