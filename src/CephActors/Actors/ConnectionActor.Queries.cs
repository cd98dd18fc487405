using CephActors.Session;

namespace CephActors.Actors;

/// <summary>Questions about the session, and a broken socket on request.</summary>
internal sealed partial class ConnectionActor
{
    private ConnectionQuery.CutSocket? _cut;

    void ISessionHost.Answer(object item)
    {
        switch (item)
        {
            case ConnectionQuery.CutSocket q:
                _cut = q;
                break;
            case ConnectionQuery.Dump q:
                q.Done.TrySetResult(Dump());
                break;
            default:
                throw new InvalidOperationException($"A {item.GetType().Name} is nothing a connection is asked for.");
        }
    }

    /// <summary>
    /// Breaks the socket that messages are being written into, if it was asked for. The session hears of it later, as of any
    /// socket that breaks, and these messages are lost with it.
    /// </summary>
    void ISessionHost.WritingMessages()
    {
        if (_cut is not { } cut || SocketNumber <= cut.After)
            return;
        _cut = null;
        Socket?.Abort();
        cut.Done.TrySetResult(SocketNumber);
    }

    // A new session has connect_seq 1 over v1 and 0 over v2.
    private uint SocketNumber => (uint)_machine.ConnectSeq + (_machine.Terms is { IsV2: true } ? 1u : 0);
}
