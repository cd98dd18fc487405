using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using CephActors.Messages;

namespace MiniMon;

/// <summary>
/// What the first authentication message of a client holds: a version (1), a list of methods (4 + 4 each), the client's
/// name (type 4, id as string) and its global id (8). Ceph: <c>MonClient::_authenticate</c>.
/// </summary>
/// <param name="Methods">The methods it would use.</param>
/// <param name="GlobalId">The id it had before; 0 for none.</param>
internal sealed record AuthRequest(IReadOnlyList<uint> Methods, ulong GlobalId)
{
    public static bool TryDecode(MAuth auth, [NotNullWhen(true)] out AuthRequest? request, [NotNullWhen(false)] out string? error)
    {
        request = null;
        error = "it is not the first message of a client";
        if (auth.Protocol != 0 || auth.Payload.Length < 5)
            return false;
        var rest = auth.Payload.Span[1..];
        error = "it is shorter than it says";
        var count = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[4..];
        if (count > rest.Length / 4)
            return false;
        var methods = new uint[count];
        for (var i = 0; i < methods.Length; i++)
            methods[i] = BinaryPrimitives.ReadUInt32LittleEndian(rest[(4 * i)..]);
        rest = rest[(4 * methods.Length)..];
        if (rest.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) is var length && rest.Length - 16 < length)
            return false;
        request = new AuthRequest(methods, BinaryPrimitives.ReadUInt64LittleEndian(rest[(8 + (int)length)..]));
        error = null;
        return true;
    }
}
