using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Tool.Bench;

/// <summary>
/// Requests write an object, replies say that it is done, as between a client and an OSD; understood by Ceph's own
/// <c>ceph_perf_msgr_client</c> and <c>ceph_perf_msgr_server</c> (<c>src/test/msgr/perf_msgr_client.cc</c>, <c>perf_msgr_server.cc</c>).
/// </summary>
/// <remarks>
/// All requests of a bench have the same front, and so have their replies: each is encoded once, as long as what it depends on is the same.
/// </remarks>
internal sealed class OsdDialect : IBenchDialect
{
    private const string ObjectName = "object-name";
    private const uint Ack = 1, OnNvram = 2, OnDisk = 4, Write = 0x20;

    private static readonly PlacementGroup Group = new(1, 0);

    private volatile Coined? _request;
    private volatile Coined? _reply;

    public MessageType RequestType => MessageType.OsdOp;

    public MessageType ReplyType => MessageType.OsdOpReply;

    /// <summary>Ceph's bench server has that policy for all, and its client takes it.</summary>
    public Policy ServesClientsBy => Policy.StatelessServer;

    public CephMessage CreateRequest(ulong tid, ReadOnlyMemory<byte> data)
    {
        if (_request is not { } coined || coined.DataLength != data.Length)
            _request = coined = new Coined(default, data.Length, Request(data.Length));
        return coined.With(tid, data);
    }

    public CephMessage CreateReply(CephMessage request, ReadOnlyMemory<byte> data)
    {
        if (_reply is not { } coined || coined.DataLength != data.Length || !coined.Asked.Span.SequenceEqual(request.Front.Span))
            _reply = coined = new Coined(request.Front.ToArray(), data.Length, Reply(request, data.Length));
        return coined.With(request.Tid, data);
    }

    private static CephMessage Request(int length) => new MOSDOp(
        Group,
        new ObjectLocator(Group.Pool),
        ObjectName,
        [new OsdOperation(OsdOperation.Write, 0, (ulong)length) { PayloadLength = (uint)length }])
    {
        Flags = OnDisk | Write,
        RetryAttempt = 0,
        Features = CephFeatures.All,
    }.ToMessage();

    // As an OSD answers; what it cannot read it calls invalid.
    private static CephMessage Reply(CephMessage request, int length)
    {
        if (!MOSDOp.TryDecode(request, out var asked, out _))
            return new MOSDOpReply("", Group, -Errno.EINVAL, []).ToMessage();
        return new MOSDOpReply(asked.ObjectName, asked.Group, 0, [.. asked.Operations.Select(o => o with { PayloadLength = (uint)length })])
        {
            Flags = (asked.Flags & ~(Ack | OnNvram | OnDisk)) | Ack | OnDisk,
            MapEpoch = asked.MapEpoch,
            RetryAttempt = asked.RetryAttempt,
        }.ToMessage();
    }

    /// <summary>A message that is made anew by number and data only.</summary>
    private sealed record Coined(ReadOnlyMemory<byte> Asked, int DataLength, CephMessage Model)
    {
        public CephMessage With(ulong tid, ReadOnlyMemory<byte> data) =>
            new(Model.Type, Model.Front, default, data) { Tid = tid, Version = Model.Version, CompatVersion = Model.CompatVersion };
    }
}
