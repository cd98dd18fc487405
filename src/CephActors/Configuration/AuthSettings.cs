namespace CephActors.Configuration;

/// <summary>Who the messenger is and what it demands of others.</summary>
internal sealed record AuthSettings
{
    /// <summary>The name it authenticates with. Ceph: <c>name</c>.</summary>
    public required AuthEntityName Entity { get; init; }

    /// <summary>Methods allowed between daemons. Ceph: <c>auth_cluster_required</c>.</summary>
    public required IReadOnlyList<AuthMethod> ClusterRequired { get; init; }

    /// <summary>Methods a daemon accepts from clients. Ceph: <c>auth_service_required</c>.</summary>
    public required IReadOnlyList<AuthMethod> ServiceRequired { get; init; }

    /// <summary>Methods a client offers. Ceph: <c>auth_client_required</c>.</summary>
    public required IReadOnlyList<AuthMethod> ClientRequired { get; init; }

    /// <summary>The base64 text of the own key; null looks into <see cref="KeyFile"/>. Ceph: <c>key</c>.</summary>
    public required string? Key { get; init; }

    /// <summary>A file with nothing but the base64 text of the own key; null looks into <see cref="Keyring"/>. Ceph: <c>keyfile</c>.</summary>
    public required string? KeyFile { get; init; }

    /// <summary>A keyring file; null if there is none. Ceph: <c>keyring</c>.</summary>
    public required string? Keyring { get; init; }

    /// <summary>Sign messages where both ends have a session key. Ceph: <c>cephx_sign_messages</c>.</summary>
    public required bool SignMessages { get; init; }

    /// <summary>Refuse every peer that cannot sign. Ceph: <c>cephx_require_signatures</c>.</summary>
    public required bool RequireSignatures { get; init; }

    /// <summary>Refuse daemons that cannot sign. Ceph: <c>cephx_cluster_require_signatures</c>.</summary>
    public required bool ClusterRequireSignatures { get; init; }

    /// <summary>Refuse clients that cannot sign. Ceph: <c>cephx_service_require_signatures</c>.</summary>
    public required bool ServiceRequireSignatures { get; init; }

    /// <summary>The oldest cephx version taken from any peer. Ceph: <c>cephx_require_version</c>.</summary>
    public required int RequireVersion { get; init; }

    /// <summary>The oldest cephx version taken from daemons. Ceph: <c>cephx_cluster_require_version</c>.</summary>
    public required int ClusterRequireVersion { get; init; }

    /// <summary>The oldest cephx version taken from clients. Ceph: <c>cephx_service_require_version</c>.</summary>
    public required int ServiceRequireVersion { get; init; }

    /// <summary>Refuse peers that bring no authorizer at all. Ceph: <c>Messenger::set_require_authorizer</c>.</summary>
    public required bool RequireAuthorizer { get; init; }

    public static AuthSettings Read(SettingsReader reader, EntityName name)
    {
        var everywhere = Methods(reader, "auth.supported");
        return new AuthSettings
        {
            Entity = ReadEntity(reader, name),
            ClusterRequired = Required("auth.cluster-required"),
            ServiceRequired = Required("auth.service-required"),
            ClientRequired = Required("auth.client-required"),
            Key = Optional(reader, "auth.key", "the base64 text of a key, or nothing"),
            KeyFile = Optional(reader, "auth.key-file", "a path, or nothing"),
            Keyring = Optional(reader, "auth.keyring", "a path, or nothing"),
            SignMessages = reader.Switch("auth.sign-messages"),
            RequireSignatures = reader.Switch("auth.require-signatures"),
            ClusterRequireSignatures = reader.Switch("auth.cluster-require-signatures"),
            ServiceRequireSignatures = reader.Switch("auth.service-require-signatures"),
            RequireVersion = reader.Int("auth.require-version", 1, 2),
            ClusterRequireVersion = reader.Int("auth.cluster-require-version", 1, 2),
            ServiceRequireVersion = reader.Int("auth.service-require-version", 1, 2),
            RequireAuthorizer = reader.Switch("auth.require-authorizer"),
        };

        IReadOnlyList<AuthMethod> Required(string key)
        {
            var methods = Methods(reader, key);
            if (everywhere.Count > 0)
                return everywhere;
            return methods.Count > 0 ? methods : throw reader.Refuse(key, "a list of cephx and none, not empty");
        }
    }

    private static AuthEntityName ReadEntity(SettingsReader reader, EntityName name) =>
        reader.Parsed("auth.entity", "auto, or a name such as client.admin", (string text, out AuthEntityName entity) =>
        {
            entity = name.Type == EntityType.Client
                ? new AuthEntityName(EntityType.Client, "admin")
                : AuthEntityName.Parse(name.ToString());
            return text == "auto" || AuthEntityName.TryParse(text, out entity);
        });

    private static IReadOnlyList<AuthMethod> Methods(SettingsReader reader, string key) =>
        reader.List(key, "a list of cephx and none", (string text, out AuthMethod method) =>
        {
            method = text switch
            {
                "none" => AuthMethod.None,
                "cephx" => AuthMethod.Cephx,
                _ => AuthMethod.Unknown,
            };
            return method != AuthMethod.Unknown;
        });

    private static string? Optional(SettingsReader reader, string key, string allowed) =>
        reader.Text(key, allowed) is { Length: > 0 } text ? text : null;
}
