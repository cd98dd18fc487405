using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class MessageHeader2Spec
{
    private const string Vector = "0200000000000000090000000000000002007f00010000000000000007000000000000000101000000";

    private static readonly MessageHeader2 Header = new()
    {
        Seq = 2,
        Tid = 9,
        Type = 2,
        Priority = 127,
        Version = 1,
        AckSeq = 7,
        Flags = 1,
        CompatVersion = 1,
    };

    [Fact]
    public void Header_should_be_the_vector_of_the_reference_when_written()
    {
        var bytes = new byte[MessageHeader2.WireSize];
        bytes.AsSpan().Fill(0xff);
        Header.Write(bytes);
        Assert.Equal(Vector, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Header_should_come_back_as_it_was_written()
    {
        Assert.Equal(Header, MessageHeader2.Read(Convert.FromHexString(Vector)));
        var other = Header with { DataOffset = 0x1234, CompatVersion = 0x5678, Flags = MessageHeader2.UsualFlags };
        var bytes = new byte[MessageHeader2.WireSize];
        other.Write(bytes);
        Assert.Equal(other, MessageHeader2.Read(bytes));
    }
}
