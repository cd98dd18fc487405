using CephActors.Auth;
using CephActors.Auth.Cephx;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>An authentication without secrets: one request and its answer, or as many rounds as the spec wants.</summary>
internal sealed class FakeAuthentication(CryptoKey? key = null, ConnectionMode mode = ConnectionMode.Crc, int rounds = 0) : IAuthClient, IAuthServer
{
    /// <summary>A method that the server cannot judge now.</summary>
    public const uint Unjudged = 5;

    /// <summary>The connection secret of secure mode: each byte is its own place.</summary>
    public static byte[] Secret { get; } = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    private AuthResult Result => new(7, mode, key, mode is ConnectionMode.Secure ? Secret : default);

    AuthClientExchange IAuthClient.Begin(EntityType peerType, EntityAddressVector peer) => new ClientExchange(this);

    AuthServerExchange IAuthServer.Begin() => new ServerExchange(this, rounds);

    private sealed class ClientExchange(FakeAuthentication owner) : AuthClientExchange
    {
        private bool _refused;

        public override AuthClientStep Start() => new AuthClientStep.Request(AuthMethod.None, [ConnectionMode.Crc], [1]);

        public override AuthClientStep OnBadMethod(uint method, int result, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes)
        {
            if (_refused)
                return new AuthClientStep.Failed(95, "nothing left to try");
            _refused = true;
            return new AuthClientStep.Request(AuthMethod.Cephx, [ConnectionMode.Secure], [2]);
        }

        public override AuthClientStep OnReplyMore(ReadOnlySpan<byte> payload) => new AuthClientStep.More(payload.ToArray());

        public override AuthClientStep OnDone(ulong globalId, uint mode, ReadOnlySpan<byte> payload) => new AuthClientStep.Done(owner.Result);
    }

    private sealed class ServerExchange(FakeAuthentication owner, int rounds) : AuthServerExchange
    {
        public override AuthServerStep OnRequest(EntityType peerType, uint method, IReadOnlyList<uint> preferredModes, ReadOnlySpan<byte> payload) =>
            method switch
            {
                (uint)AuthMethod.None or (uint)AuthMethod.Cephx => Next(),
                Unjudged => new AuthServerStep.Close("nothing at hand to judge it by"),
                _ => new AuthServerStep.BadMethod(method, -95, [AuthMethod.None], [ConnectionMode.Crc], "not this one"),
            };

        public override AuthServerStep OnRequestMore(ReadOnlySpan<byte> payload) => Next();

        private AuthServerStep Next() => rounds-- > 0
            ? new AuthServerStep.ReplyMore([3])
            : new AuthServerStep.Done([4], owner.Result, new AuthenticatedPeer(AuthMethod.None, null, 7, CapsInfo.Everything));
    }
}
