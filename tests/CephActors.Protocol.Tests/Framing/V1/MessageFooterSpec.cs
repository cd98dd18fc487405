using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class MessageFooterSpec
{
    private static readonly MessageFooter Footer = new()
    {
        FrontCrc = 0x01020304,
        MiddleCrc = 0x11121314,
        DataCrc = 0x21222324,
        Signature = 0x3132333435363738,
        Flags = MessageFooter.Complete | MessageFooter.Signed,
    };

    [Fact]
    public void Footer_should_have_room_for_a_signature_when_msg_auth_is_agreed()
    {
        var bytes = new byte[MessageFooter.SizeOf(msgAuth: true)];
        Footer.Write(bytes, msgAuth: true);
        Assert.Equal("04030201" + "14131211" + "24232221" + "3837363534333231" + "05", Convert.ToHexStringLower(bytes));
        Assert.Equal(Footer, MessageFooter.Read(bytes, msgAuth: true));
    }

    [Fact]
    public void Footer_should_have_no_signature_when_msg_auth_is_not_agreed()
    {
        var bytes = new byte[MessageFooter.SizeOf(msgAuth: false)];
        Footer.Write(bytes, msgAuth: false);
        Assert.Equal("04030201" + "14131211" + "24232221" + "05", Convert.ToHexStringLower(bytes));
        Assert.Equal(Footer with { Signature = 0 }, MessageFooter.Read(bytes, msgAuth: false));
    }
}
