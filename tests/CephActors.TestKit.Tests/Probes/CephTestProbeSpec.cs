using CephActors.Messages;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace CephActors.TestKit.Tests;

public sealed class CephTestProbeSpec(ITestOutputHelper output) : CephMessengerTestKit(output, hocon: "ceph.messenger.default-policy = lossless-peer")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Message_should_be_decoded_and_answered()
    {
        var (a, b, toB) = await ConnectAsync();
        toB.Send(new MMonCommand(Guid.Empty, ["status"]).ToMessage(7));
        var command = await b.ExpectMessageAsync<MMonCommand>();
        Assert.Equal(7ul, command.Message.Tid);
        Assert.Equal(["status"], command.Body.Command);
        Assert.Equal(SendResult.Accepted, command.Reply(new MMonCommandAck(0, "fine", command.Body.Command).ToMessage(7)));

        var answer = a.ExpectMessage<MMonCommandAck>(toB);
        Assert.Equal("fine", answer.Body.Status);
        Assert.Same(toB, answer.Connection);
        Assert.Same(answer.Message, Assert.Single(a.Seen.OfType<MessageReceived>()).Message);
    }

    [Fact]
    public async Task Expectation_should_fail_and_say_what_came_when_the_next_message_is_of_another_type()
    {
        var (_, b, toB) = await ConnectAsync();
        toB.Send(new MPing().ToMessage(3));
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => b.ExpectMessageAsync<MMonCommand>());

        Assert.Contains("MMonCommand was expected, ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("tid 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expectation_should_fail_and_tell_what_the_probe_was_told_when_nothing_comes()
    {
        var (a, b, toB) = await ConnectAsync();
        var failures = new[]
        {
            Assert.ThrowsAny<XunitException>(() => b.ExpectMessage<MPing>(within: Short)),
            Assert.ThrowsAny<XunitException>(() => a.ExpectReset(toB, Short)),
            await Assert.ThrowsAnyAsync<XunitException>(() => a.ExpectRefusedAsync(within: Short)),
            await Assert.ThrowsAnyAsync<XunitException>(() => b.ExpectRemoteResetAsync(within: Short)),
        };

        Assert.Contains("a message was expected within 0.05 s", failures[0].Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionReset of osd v1:127.0.0.1:", failures[1].Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionEstablished", failures[2].Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionAccepted", failures[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_and_messages_should_be_expected_in_any_order()
    {
        var a = await StartAsync("osd.1");
        var b = await StartAsync("osd.2");
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        toB.Send(new MPing().ToMessage(2));

        Assert.Equal(1ul, b.ExpectMessage<MPing>().Message.Tid);
        var accepted = b.ExpectAccepted();
        Assert.Equal(2ul, b.ExpectMessage<MPing>(accepted.Connection).Message.Tid);
        Assert.Same(toB, a.ExpectEstablished(toB).Connection);
    }

    [Fact]
    public async Task Old_event_should_not_satisfy_an_expectation_when_a_later_one_was_expected()
    {
        var (a, b, toB) = await ConnectAsync();
        a.Messenger.MarkDown(b.Messenger.OwnAddresses);
        await a.ExpectResetAsync(toB);

        Assert.ThrowsAny<XunitException>(() => a.ExpectEstablished(toB, Short));
        var again = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        again.Send(new MPing().ToMessage());
        await a.ExpectEstablishedAsync();
        await b.ExpectMessageAsync();
    }

    [Fact]
    public async Task Refusal_and_remote_reset_should_be_expected_too()
    {
        var a = await StartAsync("osd.1", "default-policy = lossless-peer-reuse");
        var nobody = a.Messenger.ConnectTo(EntityAddress.Parse("v1:127.0.0.1:6999/9"), EntityType.Osd);
        nobody.Send(new MPing().ToMessage());
        Assert.Same(nobody, a.ExpectRefused().Connection);

        var b = await StartAsync("osd.2", "default-policy = lossless-peer-reuse");
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        var first = await b.ExpectMessageAsync<MPing>();
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        first.Connection.MarkDown();
        await UntilAsync(() => !toB.IsConnected);
        toB.Send(new MPing().ToMessage(2));
        Assert.Same(toB, (await a.ExpectRemoteResetAsync(toB)).Connection);
    }

    [Fact]
    public async Task No_message_should_fail_only_when_one_is_there_that_was_not_expected()
    {
        var (a, b, toB) = await ConnectAsync();
        b.ExpectNoMessage(TimeSpan.Zero);
        await a.ExpectNoMessageAsync();
        toB.Send(new MPing().ToMessage(1));
        toB.Send(new MPing().ToMessage(2));
        await b.ExpectMessageAsync<MPing>();

        Assert.ThrowsAny<XunitException>(() => b.ExpectNoMessage(TestKitSettings.SingleExpectDefault));
        await b.ExpectNoMessageAsync(Short);
    }

    [Fact]
    public async Task Probe_should_see_only_what_it_takes_and_complete_explicitly_when_asked_to()
    {
        var b = CreateMessenger("osd.2", "policies { osd { policy = lossless-peer, throttle-messages = 1 } }");
        var pings = CreateProbe(b, new DispatcherOptions { Types = [MessageType.Ping], Completion = CompletionMode.Explicit });
        var rest = CreateProbe(b);
        var a = await StartAsync("osd.1");
        var toB = a.Messenger.ConnectTo(await b.BindAsync(), EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        toB.Send(new MMonGetMap().ToMessage(2));

        var ping = await pings.ExpectMessageAsync<MPing>();
        rest.ExpectNoMessage(Short);
        ping.Message.Complete();
        await rest.ExpectMessageAsync<MMonGetMap>();
        await rest.ExpectAcceptedAsync(ping.Connection);
        pings.Ref.Tell("ignored", TestActor);
        pings.ExpectNoMessage(Short);
    }

    private async Task<(CephTestProbe A, CephTestProbe B, Connection ToB)> ConnectAsync()
    {
        var a = await StartAsync("osd.1");
        var b = await StartAsync("osd.2");
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        await a.ExpectEstablishedAsync(toB);
        await b.ExpectAcceptedAsync();
        return (a, b, toB);
    }
}
