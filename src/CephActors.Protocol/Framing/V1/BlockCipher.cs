using System.Buffers.Binary;
using System.Security.Cryptography;
using CephActors.Auth;

namespace CephActors.Framing.V1;

/// <summary>Cipher block chaining over single blocks, from Ceph's fixed initialisation vector on, without garbage.</summary>
internal sealed class BlockCipher(ICryptoTransform transform)
{
    private readonly byte[] _input = new byte[CephxCipher.BlockSize];
    private readonly byte[] _output = new byte[CephxCipher.BlockSize];

    /// <summary>The block to encrypt next.</summary>
    public Span<byte> Input => _input;

    /// <summary>Begins a new chain.</summary>
    public void Restart() => CephxCipher.InitializationVector.CopyTo(_output);

    /// <summary>Encrypts <see cref="Input"/> as the next link of the chain and returns the two little-endian halves of the result.</summary>
    public (ulong First, ulong Second) Encrypt()
    {
        for (var i = 0; i < CephxCipher.BlockSize; i++)
            _input[i] ^= _output[i];

        transform.TransformBlock(_input, 0, CephxCipher.BlockSize, _output, 0);
        return (BinaryPrimitives.ReadUInt64LittleEndian(_output), BinaryPrimitives.ReadUInt64LittleEndian(_output.AsSpan(8)));
    }
}
