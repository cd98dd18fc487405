using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Protocol.Tests.Messages;

public sealed class MessageRegistrySpec
{
    [Fact]
    public void Message_should_be_decoded_as_the_type_its_number_belongs_to()
    {
        var registry = new MessageRegistry().Add<First>().Add<Second>();

        Assert.True(registry.TryDecode(new Second().ToMessage(), out var body, out _));
        Assert.IsType<Second>(body);
        Assert.Equal([First.Type, Second.Type], registry.Types);
        Assert.Equal("First", registry.NameOf(First.Type));
        Assert.Equal("MPing", registry.NameOf(MessageType.Ping));
    }

    [Fact]
    public void Message_of_no_type_should_be_refused()
    {
        Assert.False(new MessageRegistry().Add<First>().TryDecode(new Second().ToMessage(), out var body, out var error));

        Assert.Null(body);
        Assert.Equal("type 32778 is not known here", error);
    }

    [Fact]
    public void Damaged_message_should_be_refused_with_its_fault()
    {
        var newer = new CephMessage(First.Type) { Version = 9, CompatVersion = 9 };

        Assert.False(new MessageRegistry().Add<First>().TryDecode(newer, out _, out var error));
        Assert.Contains("needs a decoder of version 9", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_should_be_refused_when_another_type_has_it()
    {
        var refused = Assert.Throws<ArgumentException>(() => new MessageRegistry().Add<First>().Add<Clashing>());

        Assert.Equal("Clashing has the number 0x8009, which First has already.", refused.Message);
        Assert.Throws<ArgumentException>(() => new MessageRegistry().Add<First>().Add<First>());
    }

    [Fact]
    public void Number_should_be_refused_when_it_is_Cephs() =>
        Assert.Contains("Ceph's", Assert.Throws<ArgumentException>(() => new MessageRegistry().Add<CephsOwn>()).Message, StringComparison.Ordinal);

    [Fact]
    public void Type_should_be_refused_when_its_own_decoder_could_not_read_it() =>
        Assert.Contains("version 1 for decoders of version 2", Assert.Throws<ArgumentException>(() => new MessageRegistry().Add<AheadOfItself>()).Message, StringComparison.Ordinal);

    private sealed record First : ITypedMessage<First>
    {
        public static MessageType Type => (MessageType)0x8009;

        public static ushort Version => 1;

        public static ushort CompatVersion => 1;

        public void Encode(WireWriter writer)
        {
        }

        public static First Decode(ref WireReader reader, CephMessage message) => new();
    }

    private sealed record Second : ITypedMessage<Second>
    {
        public static MessageType Type => (MessageType)0x800a;

        public static ushort Version => 1;

        public static ushort CompatVersion => 1;

        public void Encode(WireWriter writer)
        {
        }

        public static Second Decode(ref WireReader reader, CephMessage message) => new();
    }

    private sealed record Clashing : ITypedMessage<Clashing>
    {
        public static MessageType Type => (MessageType)0x8009;

        public static ushort Version => 1;

        public static ushort CompatVersion => 1;

        public void Encode(WireWriter writer)
        {
        }

        public static Clashing Decode(ref WireReader reader, CephMessage message) => new();
    }

    private sealed record CephsOwn : ITypedMessage<CephsOwn>
    {
        public static MessageType Type => MessageType.OsdPing;

        public static ushort Version => 1;

        public static ushort CompatVersion => 1;

        public void Encode(WireWriter writer)
        {
        }

        public static CephsOwn Decode(ref WireReader reader, CephMessage message) => new();
    }

    private sealed record AheadOfItself : ITypedMessage<AheadOfItself>
    {
        public static MessageType Type => (MessageType)0x8009;

        public static ushort Version => 1;

        public static ushort CompatVersion => 2;

        public void Encode(WireWriter writer)
        {
        }

        public static AheadOfItself Decode(ref WireReader reader, CephMessage message) => new();
    }
}
