using CephActors.Auth;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Auth;

public class CephxStructSpec
{
    private static readonly CryptoKey Key = CryptoKey.Parse(CryptoKeySpec.Vector);
    private static readonly TicketBlob Blob = new(7, new byte[] { 1, 2, 3 });
    private static readonly AuthTicket Ticket =
        new(AuthEntityName.Parse("client.admin"), 4113, new UTime(1, 2), new UTime(3, 4), CapsInfo.FromText("allow *"));

    private static readonly Dictionary<string, Action> Cases = new()
    {
        [nameof(ServerChallenge)] = () => Check(new ServerChallenge(0xb50ce8c070d8900c), "010c90d870c0e80cb5"),
        [nameof(RequestHeader)] = () => Check(new RequestHeader(CephxRequestType.AuthSessionKey), "0001"),
        [nameof(ResponseHeader)] = () => Check(new ResponseHeader(CephxRequestType.PrincipalSessionKey, -13), "0002f3ffffff"),
        [nameof(TicketBlob)] = () => Check(Blob, "01070000000000000003000000010203"),
        [nameof(Authenticate)] = () => Check(
            new Authenticate(0xa30e32c3e6176b73, 0x541d6827bf53a04f, TicketBlob.Empty, 0x20),
            "03736b17e6c3320ea34fa053bf27681d540100000000000000000000000020000000"),
        [nameof(ServiceTicketRequest)] = () => Check(new ServiceTicketRequest(0x15), "0115000000"),
        [nameof(ServiceTicket)] = () => Check(new ServiceTicket(Key, new UTime(3600, 0)), null),
        [nameof(CapsInfo)] = () => Check(new CapsInfo(true, new byte[] { 9 }), "01010100000009"),
        [nameof(AuthTicket)] = () => Check(Ticket, null),
        [nameof(ServiceTicketInfo)] = () => Check(new ServiceTicketInfo(Ticket, Key), null),
        [nameof(TicketReply)] = () => Check(new TicketReply([new TicketReplyEntry(4, new byte[16], true, new byte[16])]), null),
        [nameof(Authorizer)] = () => Check(new Authorizer(4113, 4, Blob, new byte[32]), null),
        [nameof(Authorize)] = () => Check(new Authorize(1, true, 2), "020100000000000000010200000000000000"),
        [nameof(AuthorizeChallenge)] = () => Check(new AuthorizeChallenge(1), "010100000000000000"),
        [nameof(AuthorizeReply)] = () => Check(new AuthorizeReply(1), "010100000000000000"),
        ["AuthorizeReply with a secret"] = () => Check(new AuthorizeReply(1, new byte[] { 5 }), "0201000000000000000100000005"),
        [nameof(ConnectionSecret)] = () => Check(new ConnectionSecret(new byte[] { 5 }), "0100000005"),
        [nameof(RotatingSecrets)] = () => Check(
            new RotatingSecrets(new Dictionary<ulong, ExpiringKey> { [2] = new(Key, new UTime(5, 0)), [1] = new(Key, default) }, 2), null),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Structure_should_survive_a_round_trip_and_refuse_every_prefix(string name) => Cases[name]();

    [Theory]
    [InlineData(0xffffffffu)]
    [InlineData(1000u)]
    public void Ticket_reply_should_be_refused_before_allocating_when_its_count_cannot_be(uint count)
    {
        var writer = new WireWriter();
        writer.WriteU8(1);
        writer.WriteU32(count);
        writer.WriteZeros(100);
        Assert.False(CephxStruct.TryRead<TicketReply>(writer.Written, out _));
        Assert.False(CephxStruct.TryRead<RotatingSecrets>(writer.Written, out _));
    }

    [Fact]
    public void Structures_should_hide_secrets_when_printed()
    {
        var key = CryptoKey.FromSecret("0123456789abcdef"u8);
        var printed = $"{new ServiceTicket(key, default)} {new ServiceTicketInfo(Ticket, key)} {new AuthorizeReply(1, "0123456789abcdef"u8.ToArray())}"
            + $"{new ExpiringKey(key, default)} {new HeldTicket(4, key, Blob, null, null)}";
        Assert.DoesNotContain("0123456789", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(key.ToBase64()[20..], printed, StringComparison.Ordinal);
        Assert.DoesNotContain("30313233", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Older_versions_should_be_read_when_they_end_early()
    {
        Assert.True(CephxStruct.TryRead<Authenticate>(Convert.FromHexString("01010000000000000002000000000000000100000000000000000" + "0000000"), out var first));
        Assert.Equal(new Authenticate(1, 2, TicketBlob.Empty, 0), first);
        Assert.True(CephxStruct.TryRead<Authorize>(Convert.FromHexString("010100000000000000"), out var authorize));
        Assert.Equal(new Authorize(1), authorize);
    }

    private static void Check<T>(T value, string? hex)
        where T : ICephxStruct<T>
    {
        var bytes = CephxStruct.ToBytes(value);
        if (hex is not null)
            Assert.Equal(hex, Convert.ToHexStringLower(bytes));
        Assert.True(CephxStruct.TryRead<T>(bytes, out var read));
        Assert.Equal(bytes, CephxStruct.ToBytes(read));
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(CephxStruct.TryRead<T>(bytes.AsSpan(0, length), out _), $"{typeof(T).Name} accepted {length} of {bytes.Length} bytes");
    }
}
