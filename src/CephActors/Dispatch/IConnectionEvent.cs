namespace CephActors.Dispatch;

/// <summary>
/// What happened to a connection. Told to the <see cref="DispatchActor"/>, whose queue puts it in front of the messages.
/// Ceph: <c>src/msg/DispatchQueue.h</c>, the <c>D_*</c> codes.
/// </summary>
internal interface IConnectionEvent
{
    public Connection Connection { get; }
}
