using System.Text;
using CephActors.Session;
using CephActors.Simulation;

namespace CephActors.Tool.Diagrams;

/// <summary>
/// The states of a session and the ways between them, as the machine itself takes them: simulated worlds are run, and every
/// step that leads from one state to another becomes an arrow. An arrow nobody takes is not drawn, and one that is added shows.
/// </summary>
internal static class SessionDiagram
{
    /// <summary>Worlds enough that more of them find nothing new.</summary>
    private const ulong Worlds = 1500;

    /// <summary>The diagram in Mermaid.</summary>
    public static string Draw()
    {
        var arrows = new SortedDictionary<(SessionState From, SessionState To), SortedSet<string>>();
        for (ulong seed = 1; seed <= Worlds; seed++)
        {
            var world = new World(WorldPlanner.Draw(seed, null), new Counters())
            {
                SessionStepped = (from, input, to) =>
                {
                    if (from == to)
                        return;
                    if (!arrows.TryGetValue((from, to), out var causes))
                        arrows.Add((from, to), causes = new SortedSet<string>(StringComparer.Ordinal));
                    causes.Add(InWords(input));
                },
            };
            world.Run();
        }

        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var ((from, to), causes) in arrows)
            text.Append($"    {NameOf(from)} --> {NameOf(to)}: {string.Join(", ", causes)}\n");
        return text.Append($"    {SessionState.Closed} --> [*]\n").ToString();
    }

    private static string NameOf(SessionState state) => state is SessionState.None ? "[*]" : state.ToString();

    private static string InWords(SessionInput input) => input switch
    {
        SessionInput.Connect => "connect",
        SessionInput.SendRequested => "a message is sent",
        SessionInput.SocketAccepted => "a socket is accepted",
        SessionInput.SocketConnected => "the socket is connected",
        SessionInput.Written or SessionInput.FrameReceived or SessionInput.NoExisting => "handshake",
        SessionInput.SocketLost or SessionInput.FrameRefused => "the socket is lost",
        SessionInput.CloseReceived => "the peer closes",
        SessionInput.ExistingAnswered => "the socket goes to the existing session",
        SessionInput.ConnectionRequested => "a new connection of the peer replaces it",
        SessionInput.SocketAdopted => "the peer comes on another socket",
        SessionInput.TimerFired fired => $"{fired.Timer.ToString().ToLowerInvariant()} timer",
        SessionInput.MarkDown => "mark down",
        _ => input.GetType().Name,
    };
}
