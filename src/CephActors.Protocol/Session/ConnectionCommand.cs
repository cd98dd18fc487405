namespace CephActors.Session;

/// <summary>What users ask of a connection besides sending; travels in line with the messages.</summary>
internal sealed class ConnectionCommand
{
    public static readonly ConnectionCommand Keepalive = new();
    public static readonly ConnectionCommand MarkDown = new();
    public static readonly ConnectionCommand MarkDownAndNotify = new();
    public static readonly ConnectionCommand MarkDisposable = new();

    private ConnectionCommand()
    {
    }
}
