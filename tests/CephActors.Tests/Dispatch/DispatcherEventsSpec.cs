using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.Dispatch;

public sealed class DispatcherEventsSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Dispatcher_should_be_told_of_no_event_when_it_has_no_use_for_them()
    {
        var a = await StartAsync("osd.1");
        var b = CreateMessenger("osd.2");
        var messagesOnly = CreateTestProbe();
        b.AddDispatcherTail(messagesOnly, new DispatcherOptions { Events = false });
        var behind = CreateProbe(b);
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);

        a.Messenger.ConnectTo(addresses, EntityType.Osd).Send(Ping(1));
        await behind.ExpectAcceptedAsync();

        Assert.Equal(1ul, Assert.IsType<MessageReceived>(await messagesOnly.ReceiveOneAsync(Patience)).Message.Tid);
    }
}
