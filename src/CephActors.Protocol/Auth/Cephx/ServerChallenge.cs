using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>A monitor's first answer: <c>u8 1, u64 challenge</c>, never 0. Ceph: <c>CephXServerChallenge</c>.</summary>
internal readonly record struct ServerChallenge(ulong Challenge) : ICephxStruct<ServerChallenge>
{
    public static ServerChallenge Read(ref WireReader reader)
    {
        _ = reader.ReadU8("server_challenge.version");
        return new ServerChallenge(reader.ReadU64("server_challenge.challenge"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteU64(Challenge);
    }
}

/// <summary>Both challenges, without a version byte; only ever sealed. Ceph: <c>CephXChallengeBlob</c>.</summary>
internal readonly record struct ChallengeBlob(ulong Server, ulong Client) : ICephxStruct<ChallengeBlob>
{
    public static ChallengeBlob Read(ref WireReader reader) => new(reader.ReadU64("challenge.server"), reader.ReadU64("challenge.client"));

    public void Write(WireWriter writer)
    {
        writer.WriteU64(Server);
        writer.WriteU64(Client);
    }
}
