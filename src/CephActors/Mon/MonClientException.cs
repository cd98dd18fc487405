namespace CephActors;

/// <summary>
/// A monitor client cannot do what it was asked for: no monitor answers, the monitors refuse the client, or a command failed.
/// Ceph reports such things as errno values, and so does <see cref="Errno"/>.
/// </summary>
public sealed class MonClientException : CephMessengerException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errno">A positive Linux error number, whatever the platform: 13 for a refused key, 110 for a timeout.</param>
    /// <param name="message">What failed and why; the error's symbol is added.</param>
    public MonClientException(int errno, string message)
        : base($"{message} ({Encoding.Errno.NameOf(errno)})") => Errno = errno;

    /// <summary>The error as a positive Linux error number.</summary>
    public int Errno { get; }
}
