namespace CephActors.TestKit;

/// <summary>A typed message that a <see cref="CephTestProbe"/> was given.</summary>
/// <typeparam name="T">Its type, such as <c>MPing</c>.</typeparam>
/// <param name="Body">What it says.</param>
/// <param name="Message">The message that carried it.</param>
/// <param name="Connection">The connection it came on.</param>
public sealed record ReceivedMessage<T>(T Body, CephMessage Message, Connection Connection)
{
    /// <summary>Sends an answer where the message came from. Give it the message's <see cref="CephMessage.Tid"/> if the peer waits for that.</summary>
    public SendResult Reply(CephMessage answer) => Connection.Send(answer);
}
