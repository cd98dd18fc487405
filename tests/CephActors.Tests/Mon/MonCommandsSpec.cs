using CephActors.Mon;

namespace CephActors.Tests.Mon;

/// <summary>How many commands a session is given at a time.</summary>
public sealed class MonCommandsSpec : MonClientTestKit
{
    private readonly MonCommands _commands = new();

    [Fact]
    public void Session_should_be_given_all_commands_when_none_broke_before()
    {
        Add(25);
        Assert.Equal(25, Given());
    }

    [Fact]
    public void Session_should_be_given_half_as_many_when_the_last_one_broke_without_an_answer()
    {
        Add(25);

        Assert.Equal([25, 12, 6, 4, 4], [Given(), Given(), Given(), Given(), Given()]);
    }

    [Fact]
    public void Session_should_be_given_as_many_as_before_when_the_last_one_answered()
    {
        Add(25);
        Given();
        Given();
        _commands.TakeAnswered(1, out _);

        // The answer made it one more.
        Assert.Equal(13, Given());
    }

    [Fact]
    public void Session_should_be_given_more_with_each_answer()
    {
        Add(25);
        Given();
        var session = NewSession();
        Assert.Equal(12, session.Outbox.HeldMessages);

        _commands.TakeAnswered(1, out _);
        _commands.Flush(session, Guid.Empty);

        // One for the command that was answered, one because it was.
        Assert.Equal(14, session.Outbox.HeldMessages);
    }

    [Fact]
    public void Session_should_be_given_as_many_as_before_when_what_was_answered_is_nobodys()
    {
        Add(8);
        Given();
        Assert.Null(_commands.TakeAnswered(99, out _));

        Assert.Equal(4, Given());
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
            _commands.Add(new RunCommand(Command, default, new TaskCompletionSource<MonCommandResult>()));
    }

    private long Given() => NewSession().Outbox.HeldMessages;

    // Nobody listens there: what a session is given stays with its connection.
    private Connection NewSession()
    {
        var connection = Sys.CephMessenger("client").ConnectTo(EntityAddress.Parse("v1:127.0.0.1:1/1"), EntityType.Mon, anonymous: true);
        _commands.SendAllAgain();
        _commands.Flush(connection, Guid.Empty);
        return connection;
    }
}
