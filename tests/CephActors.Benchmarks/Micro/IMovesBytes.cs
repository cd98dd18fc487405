namespace CephActors.Benchmarks.Micro;

/// <summary>A benchmark whose call works on a payload; it gets a column of GB/s.</summary>
public interface IMovesBytes
{
    /// <summary>Bytes of payload a call.</summary>
    public int Size { get; }
}
