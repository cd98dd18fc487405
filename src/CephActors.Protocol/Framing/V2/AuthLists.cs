using CephActors.Auth;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>Lists of methods and modes: a 32-bit count and as many 32-bit numbers, unknown ones kept as they are.</summary>
internal static class AuthLists
{
    public static AuthMethod[] ReadMethods(ref WireReader reader, string field)
    {
        var methods = new AuthMethod[reader.ReadCount(sizeof(uint), field)];
        for (var i = 0; i < methods.Length; i++)
            methods[i] = (AuthMethod)reader.ReadU32(field);
        return methods;
    }

    public static ConnectionMode[] ReadModes(ref WireReader reader, string field)
    {
        var modes = new ConnectionMode[reader.ReadCount(sizeof(uint), field)];
        for (var i = 0; i < modes.Length; i++)
            modes[i] = (ConnectionMode)reader.ReadU32(field);
        return modes;
    }

    public static void Write(WireWriter writer, IReadOnlyList<AuthMethod> methods)
    {
        writer.WriteU32((uint)methods.Count);
        foreach (var method in methods)
            writer.WriteU32((uint)method);
    }

    public static void Write(WireWriter writer, IReadOnlyList<ConnectionMode> modes)
    {
        writer.WriteU32((uint)modes.Count);
        foreach (var mode in modes)
            writer.WriteU32((uint)mode);
    }
}
