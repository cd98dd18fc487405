using System.Buffers;
using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>A service's own message types: written and read back, in versions older and newer than the reader's.</summary>
public sealed class TypedMessageSpec
{
    [Fact]
    public void Message_should_be_read_as_it_was_written()
    {
        var written = new Reading("probe-1", -40, new ReadOnlySequence<byte>([1, 2, 3]));

        var message = written.ToMessage(tid: 9, priority: 64);

        Assert.Equal((Reading.Type, 9ul, (ushort)64, (ushort)2, (ushort)1), (message.Type, message.Tid, message.Priority, message.Version, message.CompatVersion));
        Assert.True(message.TryRead(out Reading? read, out _));
        Assert.Equal(("probe-1", -40), (read.Name, read.Celsius));
        Assert.Equal(written.Data.ToArray(), read.Data.ToArray());
    }

    [Fact]
    public void Older_version_should_be_read_without_the_fields_it_has_not()
    {
        Assert.True(Written(version: 1, compat: 1, w => w.WriteString("old")).TryRead(out Reading? read, out _));

        Assert.Equal(("old", Reading.Unknown), (read.Name, read.Celsius));
    }

    [Fact]
    public void Newer_version_should_be_read_without_the_fields_it_added_when_it_says_that_this_may_be()
    {
        var newer = Written(version: 7, compat: 2, w =>
        {
            w.WriteString("new");
            w.WriteS32(5);
            w.WriteString("whatever");
        });

        Assert.True(newer.TryRead(out Reading? read, out _));
        Assert.Equal(("new", 5), (read.Name, read.Celsius));
    }

    [Fact]
    public void Newer_version_should_be_refused_when_it_asks_for_a_newer_reader()
    {
        Assert.False(Written(version: 7, compat: 3, w => w.WriteString("new")).TryRead(out Reading? read, out var error));

        Assert.Null(read);
        Assert.Contains("needs a decoder of version 3, this one knows 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_should_be_refused_with_the_field_when_it_ends_too_early()
    {
        Assert.False(Written(version: 2, compat: 1, w => w.WriteString("cut")).TryRead(out Reading? _, out var error));

        Assert.Contains("celsius at offset 7", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_of_another_type_should_be_refused() =>
        Assert.False(new CephMessage(MessageType.Ping).TryRead(out Reading? _, out _));

    [Fact]
    public void Every_prefix_of_a_message_should_be_refused_and_none_throw()
    {
        var front = new Reading("probe-1", -40, default).ToMessage().Front;

        Assert.All(
            Enumerable.Range(0, front.Length),
            length => Assert.False(new CephMessage(Reading.Type, front[..length]) { Version = 2, CompatVersion = 1 }.TryRead(out Reading? _, out _)));
    }

    private static CephMessage Written(ushort version, ushort compat, Action<WireWriter> write)
    {
        var writer = new WireWriter();
        write(writer);
        return new CephMessage(Reading.Type, writer.ToArray()) { Version = version, CompatVersion = compat };
    }

    /// <summary>Version 2 added the temperature.</summary>
    internal sealed record Reading(string Name, int Celsius, ReadOnlySequence<byte> Data) : ITypedMessage<Reading>
    {
        public const int Unknown = int.MinValue;

        public static MessageType Type => (MessageType)0x8001;

        public static ushort Version => 2;

        public static ushort CompatVersion => 1;

        public void Encode(WireWriter writer)
        {
            writer.WriteString(Name);
            writer.WriteS32(Celsius);
        }

        public static Reading Decode(ref WireReader reader, CephMessage message) =>
            new(reader.ReadString("name"), message.Version >= 2 ? reader.ReadS32("celsius") : Unknown, message.Data);
    }
}
