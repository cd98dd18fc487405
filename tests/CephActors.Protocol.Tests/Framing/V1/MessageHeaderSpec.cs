using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class MessageHeaderSpec
{
    private const string PingHex =
        "01000000000000000000000000000000" + "02007f000100" + "000000000000000000000000" + "0000" + "080410000000000000" + "0100" + "0000" + "9e783b12";

    private static readonly MessageHeader Ping = new()
    {
        Seq = 1,
        Type = (ushort)MessageType.Ping,
        Priority = 127,
        Version = 1,
        Source = EntityName.Client(4100),
        CompatVersion = 1,
    };

    [Fact]
    public void Header_should_be_written_byte_for_byte()
    {
        var bytes = new byte[MessageHeader.WireSize];
        var written = Ping.Write(bytes, withCrc: true);
        Assert.Equal(PingHex, Convert.ToHexStringLower(bytes));
        Assert.Equal(0x123b789eu, written.Crc);
    }

    [Fact]
    public void Header_should_be_read_back()
    {
        var bytes = Convert.FromHexString(PingHex);
        Assert.Equal(Ping with { Crc = 0x123b789e }, MessageHeader.Read(bytes));
        Assert.Equal(0x123b789eu, MessageHeader.ComputeCrc(bytes));
    }

    [Fact]
    public void Header_should_carry_no_checksum_when_none_is_wanted()
    {
        var bytes = new byte[MessageHeader.WireSize];
        Array.Fill(bytes, (byte)0xff);
        var written = Ping.Write(bytes, withCrc: false);
        Assert.Equal(0u, written.Crc);
        Assert.Equal(PingHex[..^8] + "00000000", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Header_should_keep_every_field_apart()
    {
        var header = new MessageHeader
        {
            Seq = 0x0102030405060708,
            Tid = 0x1112131415161718,
            Type = 0x2122,
            Priority = 0x3132,
            Version = 0x4142,
            FrontLength = 0x51525354,
            MiddleLength = 0x61626364,
            DataLength = 0x71727374,
            DataOffset = 0x8182,
            Source = EntityName.Osd(-5),
            CompatVersion = 0x9192,
        };
        var bytes = new byte[MessageHeader.WireSize];
        header = header.Write(bytes, withCrc: true);
        Assert.Equal(header, MessageHeader.Read(bytes));
        Assert.Equal(
            "0807060504030201" + "1817161514131211" + "2221" + "3231" + "4241" + "54535251" + "64636261" + "74737271" + "8281" + "04fbffffffffffffff" + "9291" + "0000",
            Convert.ToHexStringLower(bytes[..MessageHeader.CrcOffset]));
    }
}
