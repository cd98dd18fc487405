namespace CephActors;

/// <summary>
/// Something the messenger was asked for cannot be had; the message says what and why. Nothing a peer does is reported this way:
/// peers are answered, logged and disconnected.
/// </summary>
public class CephMessengerException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CephMessengerException()
    {
    }

    /// <summary>Creates the exception with its reason.</summary>
    public CephMessengerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its reason and what lies beneath.</summary>
    public CephMessengerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
