using CephActors.Messages;
using CephActors.Tool.Bench;

namespace CephActors.Tests.Tool.Bench;

public class OsdDialectSpec
{
    private readonly OsdDialect _dialect = new();

    [Fact]
    public void Request_should_be_as_long_as_that_of_ceph_s_bench_client_when_made()
    {
        var request = _dialect.CreateRequest(7, new byte[4096]);
        Assert.Equal((7ul, 220, 4096L), (request.Tid, request.Front.Length, request.Data.Length));
        Assert.True(MOSDOp.TryDecode(request, out var op, out var error), error);
        Assert.Equal([new OsdOperation(OsdOperation.Write, 0, 4096) { PayloadLength = 4096 }], op.Operations);
    }

    [Fact]
    public void Requests_should_tell_their_length_when_it_changes()
    {
        _dialect.CreateRequest(1, new byte[10]);
        Assert.True(MOSDOp.TryDecode(_dialect.CreateRequest(2, new byte[20]), out var op, out _));
        Assert.Equal(20ul, op.Operations[0].Length);
    }

    // Ceph: src/test/msgr/perf_msgr_client.cc; it numbers no request and knows neither flags nor attempts.
    [Fact]
    public void Reply_should_repeat_what_was_asked_when_ceph_s_bench_client_asks()
    {
        var asked = new MOSDOp(new PlacementGroup(0, 0), new ObjectLocator(1), "object-name", [new OsdOperation(OsdOperation.Write, 0, 64)]).ToMessage();
        var reply = _dialect.CreateReply(asked, default);
        Assert.Equal((0ul, 0L, MessageType.OsdOpReply), (reply.Tid, reply.Data.Length, reply.Type));
        Assert.True(MOSDOpReply.TryDecode(reply, out var body, out var error), error);
        Assert.Equal(("object-name", new PlacementGroup(0, 0), 0, -1), (body.ObjectName, body.Group, body.Result, body.RetryAttempt));
        Assert.Equal(OsdOperation.Write, Assert.Single(body.Operations).Code);
    }

    [Fact]
    public void Replies_should_follow_the_requests_when_these_differ()
    {
        foreach (var name in new[] { "a", "b", "a" })
        {
            var asked = new MOSDOp(new PlacementGroup(1, 2), new ObjectLocator(1), name, []).ToMessage(5);
            Assert.True(MOSDOpReply.TryDecode(_dialect.CreateReply(asked, default), out var body, out _));
            Assert.Equal(name, body.ObjectName);
        }
    }

    [Fact]
    public void Reply_should_say_invalid_when_the_request_cannot_be_read()
    {
        var reply = _dialect.CreateReply(new CephMessage(MessageType.OsdOp, new byte[3]) { Version = 8, CompatVersion = 3 }, default);
        Assert.True(MOSDOpReply.TryDecode(reply, out var body, out _));
        Assert.Equal(-22, body.Result);
    }
}
