using System.CommandLine;
using CephActors.Tool.Diagrams;
using CephActors.Tool.Manners;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors diagram</c>: pictures of how messengers work, drawn from the code.</summary>
internal static class DiagramCommand
{
    public static Command Create()
    {
        var picture = new Argument<string>("PICTURE")
        {
            Description = "session: the states of a session, as simulated sessions go through them. data: the way of messages through a messenger.",
        };
        picture.AcceptOnlyFromAmong("session", "data");
        var command = new ToolCommand(
            "diagram", "Print a picture of how messengers work, in Mermaid.", "cephactors diagram session", "cephactors diagram data > data.mmd")
        {
            picture,
        };
        command.SetAction(parse => parse.InvocationConfiguration.Output.Write(
            parse.GetValue(picture) == "session" ? SessionDiagram.Draw() : DataPathDiagram.Draw()));
        return command;
    }
}
