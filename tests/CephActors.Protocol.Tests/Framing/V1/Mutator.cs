namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>Damages bytes in the ways networks, programs and attackers do.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly byte[] Telling = [0, 1, 6, 7, 8, 9, 13, 14, 15, 16, 0x7f, 0x80, 0xff];

    private byte[] _buffer = [];

    /// <summary>A damaged copy, valid until the next call.</summary>
    public ReadOnlySpan<byte> Damage(ReadOnlySpan<byte> original)
    {
        const int room = 64;
        if (_buffer.Length < original.Length + (4 * room))
            _buffer = new byte[original.Length + (4 * room)];
        original.CopyTo(_buffer);
        var length = original.Length;
        for (var rounds = 1 + random.Next(4); rounds > 0 && length > 0; rounds--)
            length = DamageOnce(length, room);
        return _buffer.AsSpan(0, length);
    }

    private int DamageOnce(int length, int room)
    {
        var at = random.Next(length);
        var count = random.Next(1, Math.Min(room, length - at) + 1);
        switch (random.Next(7))
        {
            case 0:
                _buffer[at] ^= (byte)(1 << random.Next(8));
                return length;
            case 1:
                _buffer[at] = Telling[random.Next(Telling.Length)];
                return length;
            case 2:
                _buffer.AsSpan(at, Math.Min(4, length - at)).Fill((byte)(random.Next(2) == 0 ? 0 : 0xff));
                return length;
            case 3:
                random.NextBytes(_buffer.AsSpan(at, count));
                return length;
            case 4:
                _buffer.AsSpan(at + count, length - at - count).CopyTo(_buffer.AsSpan(at));
                return length - count;
            case 5:
                _buffer.AsSpan(at, length - at).CopyTo(_buffer.AsSpan(at + count));
                return length + count;
            default:
                return at;
        }
    }
}
