using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// What a monitor remembers of one connection while a client authenticates over it and renews its tickets. A session begun with auth frames goes on
/// with MAuth messages. Ceph: <c>MonSession</c> with its <c>auth_handler</c>.
/// </summary>
internal sealed class MonAuthSession(MonAuthService service)
{
    private AuthEntityName _name;
    private CephxServiceHandler? _cephx;

    /// <summary>Who the client is; null until it is authenticated.</summary>
    public AuthenticatedPeer? Peer { get; private set; }

    /// <summary>The method agreed on; unknown before that.</summary>
    public AuthMethod Method { get; private set; }

    public ulong GlobalId { get; private set; }

    /// <summary>Takes the payload of AUTH_REQUEST: <c>u8 10, EntityName, u64 global_id</c>.</summary>
    public MonAuthAnswer Begin(AuthMethod method, ReadOnlySpan<byte> payload)
    {
        if (Method != AuthMethod.Unknown)
            return MonAuthAnswer.Refuse(Errno.EACCES, $"{_name} begins again where it has begun");
        var reader = new WireReader(payload);
        _ = reader.ReadU8("auth_mode");
        var name = reader.ReadAuthEntityName("auth_name");
        var globalId = reader.ReadU64("global_id");
        if (reader.Failed)
            return MonAuthAnswer.Refuse(Errno.EACCES, $"malformed request: {reader.Error}");
        return service.Takes(method, name.Type)
            ? Begin(method, name, globalId)
            : MonAuthAnswer.Refuse(Errno.EOPNOTSUPP, $"method {(uint)method} is not taken from {name}");
    }

    /// <summary>Takes a request of the method agreed on.</summary>
    /// <param name="payload">The request.</param>
    /// <param name="connectionSecret">The secret of a protocol 2 connection, empty in crc mode; null over protocol 1.</param>
    public MonAuthAnswer Continue(ReadOnlySpan<byte> payload, ReadOnlyMemory<byte>? connectionSecret) => _cephx is null
        ? MonAuthAnswer.Refuse(Errno.EACCES, "a request where none is expected")
        : Note(_cephx.HandleRequest(payload, connectionSecret));

    /// <summary>Takes the fields of an MAuth.</summary>
    /// <param name="protocol">0 in the first message, else the method agreed on.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="features">The features of the connection.</param>
    public MonAuthReply Handle(uint protocol, ReadOnlySpan<byte> payload, ulong features)
    {
        var answer = protocol == 0 ? BeginByMessage(payload, features)
            : Method == AuthMethod.Unknown ? MonAuthAnswer.Refuse(Errno.EINVAL, "a request before any method was agreed on")
            : Continue(payload, null);
        return new MonAuthReply((uint)Method, -answer.Errno, GlobalId, answer.Payload, answer.Reason);
    }

    // u8 1, vector<u32> methods, EntityName, u64 global_id
    private MonAuthAnswer BeginByMessage(ReadOnlySpan<byte> payload, ulong features)
    {
        if (Method != AuthMethod.Unknown)
            return MonAuthAnswer.Refuse(Errno.EACCES, $"{_name} begins again where it has begun");
        var reader = new WireReader(payload);
        _ = reader.ReadU8("version");
        var offered = new uint[reader.ReadCount(sizeof(uint), "methods")];
        for (var i = 0; i < offered.Length; i++)
            offered[i] = reader.ReadU32("method");
        var name = reader.ReadAuthEntityName("auth_name");
        var globalId = reader.ReadU64("global_id");
        if (reader.Failed)
            return MonAuthAnswer.Refuse(Errno.EINVAL, $"malformed request: {reader.Error}");
        var method = service.Pick(offered, name.Type, features);
        return method == AuthMethod.Unknown
            ? MonAuthAnswer.Refuse(Errno.EOPNOTSUPP, $"none of the methods {string.Join(", ", offered.Take(8))} is taken from {name}")
            : Begin(method, name, globalId);
    }

    private MonAuthAnswer Begin(AuthMethod method, AuthEntityName name, ulong globalId)
    {
        var isNew = globalId == 0;
        (Method, _name, GlobalId) = (method, name, isNew ? service.NextGlobalId() : globalId);
        _cephx = method == AuthMethod.Cephx ? service.NewHandler(name, GlobalId, isNew) : null;
        return Note(_cephx is null ? MonAuthAnswer.Done([], null, CapsInfo.Everything) : MonAuthAnswer.More(_cephx.Start()));
    }

    private MonAuthAnswer Note(in MonAuthAnswer answer)
    {
        if (answer.IsDone)
            Peer = new AuthenticatedPeer(Method, _name, GlobalId, answer.Caps!, this);
        return answer;
    }
}
