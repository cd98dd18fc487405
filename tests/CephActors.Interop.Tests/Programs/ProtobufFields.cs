namespace CephActors.Interop.Tests.Programs;

/// <summary>Takes protobuf messages apart without their schema.</summary>
internal static class ProtobufFields
{
    /// <summary>The fields of this number that hold bytes, text or a message.</summary>
    public static IReadOnlyList<byte[]> Of(byte[] message, int number)
    {
        var found = new List<byte[]>();
        ReadOnlySpan<byte> rest = message;
        while (!rest.IsEmpty)
        {
            var tag = Varint(ref rest);
            var bytes = (tag & 7) switch
            {
                0 => BitConverter.GetBytes(Varint(ref rest)),
                1 => Take(ref rest, sizeof(ulong)),
                2 => Take(ref rest, (int)Varint(ref rest)),
                5 => Take(ref rest, sizeof(uint)),
                var other => throw new FormatException($"There is no wire type {other}."),
            };
            if (tag >> 3 == (ulong)number && (tag & 7) == 2)
                found.Add(bytes);
        }

        return found;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> input)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref input, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static byte[] Take(ref ReadOnlySpan<byte> input, int count)
    {
        var taken = input[..count].ToArray();
        input = input[count..];
        return taken;
    }
}
