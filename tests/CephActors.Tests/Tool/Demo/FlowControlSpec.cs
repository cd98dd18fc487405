using CephActors.Tool.Demo;

namespace CephActors.Tests.Tool.Demo;

public class FlowControlSpec
{
    private readonly SendWindow _window = new();
    private readonly Confirmations _confirmations = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(TrafficPlan.LargestSize)]
    public void Sender_should_never_wait_for_ever_when_everything_sent_is_received(int size)
    {
        var message = new CephMessage(MessageType.Ping, new byte[size]);

        for (var sent = 0; sent < 5_000; sent++)
        {
            Assert.True(_window.IsOpen);
            _window.OnSent(message);
            _confirmations.OnReceived(message);
            if (!_confirmations.IsDue)
                continue;
            _window.OnConfirmed(_confirmations.ToMessage());
            _confirmations.OnSent();
            Assert.False(_confirmations.IsDue);
        }
    }

    [Theory]
    [InlineData(0, SendWindow.Messages)]
    [InlineData(1_000, SendWindow.Messages)]
    [InlineData(TrafficPlan.LargestSize, 8)]
    public void Sender_should_wait_when_nothing_is_confirmed(int size, int messages)
    {
        var message = new CephMessage(MessageType.Ping, new byte[size]);

        for (var sent = 0; sent < messages; sent++)
        {
            Assert.True(_window.IsOpen);
            _window.OnSent(message);
        }

        Assert.False(_window.IsOpen);
    }

    [Fact]
    public void Confirmation_should_stay_due_when_it_could_not_be_sent()
    {
        for (var i = 0; i < SendWindow.Messages; i++)
            _confirmations.OnReceived(new CephMessage(MessageType.Ping));

        _confirmations.ToMessage();

        Assert.True(_confirmations.IsDue);
    }
}
