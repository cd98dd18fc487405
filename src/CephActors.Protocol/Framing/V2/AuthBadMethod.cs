using CephActors.Auth;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>The acceptor refuses method, modes or proof. Ceph: <c>AuthBadMethodFrame</c>.</summary>
/// <param name="Method">The method of the request.</param>
/// <param name="Result">Why, as a negative errno: −95 method or mode refused, −13 not proved.</param>
/// <param name="AllowedMethods">The methods it would take.</param>
/// <param name="AllowedModes">The modes it would take.</param>
internal sealed record AuthBadMethod(
    AuthMethod Method, int Result, IReadOnlyList<AuthMethod> AllowedMethods, IReadOnlyList<ConnectionMode> AllowedModes) : IHandshakePayload
{
    public FrameTag Tag => FrameTag.AuthBadMethod;

    public static AuthBadMethod Read(ref WireReader reader) => new(
        (AuthMethod)reader.ReadU32("method"),
        reader.ReadS32("result"),
        AuthLists.ReadMethods(ref reader, "allowed_methods"),
        AuthLists.ReadModes(ref reader, "allowed_modes"));

    public void Write(WireWriter writer)
    {
        writer.WriteU32((uint)Method);
        writer.WriteS32(Result);
        AuthLists.Write(writer, AllowedMethods);
        AuthLists.Write(writer, AllowedModes);
    }
}
