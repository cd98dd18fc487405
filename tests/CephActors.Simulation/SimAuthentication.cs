using CephActors.Auth;
using CephActors.Auth.Cephx;

namespace CephActors.Simulation;

/// <summary>
/// The authentication of protocol v2 as far as sessions see it: one request, one answer, and a key and a secret of their own
/// for each socket, told in the open. What is proved by it has its own specs.
/// </summary>
internal sealed class SimAuthentication(ConnectionMode mode, Func<ulong> random) : IAuthClient, IAuthServer
{
    private static readonly CryptoKey Key = CryptoKey.FromSecret(new byte[CryptoKey.AesKeySize], DateTimeOffset.UnixEpoch);

    AuthClientExchange IAuthClient.Begin(EntityType peerType, EntityAddressVector peer) => new ClientExchange(mode);

    AuthServerExchange IAuthServer.Begin() => new ServerExchange(mode, random);

    private static AuthResult Result(ConnectionMode mode, ReadOnlyMemory<byte> secret) => new(7, mode, Key, secret);

    private sealed class ClientExchange(ConnectionMode mode) : AuthClientExchange
    {
        public override AuthClientStep Start() => new AuthClientStep.Request(AuthMethod.Cephx, [mode], []);

        public override AuthClientStep OnBadMethod(uint method, int result, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes) =>
            new AuthClientStep.Failed(-result, "refused");

        public override AuthClientStep OnReplyMore(ReadOnlySpan<byte> payload) => new AuthClientStep.More([]);

        public override AuthClientStep OnDone(ulong globalId, uint mode, ReadOnlySpan<byte> payload) =>
            new AuthClientStep.Done(Result((ConnectionMode)mode, payload.ToArray()));
    }

    private sealed class ServerExchange(ConnectionMode mode, Func<ulong> random) : AuthServerExchange
    {
        private bool _asked;

        public override AuthServerStep OnRequest(EntityType peerType, uint method, IReadOnlyList<uint> preferredModes, ReadOnlySpan<byte> payload) =>
            new AuthServerStep.ReplyMore([1, 2, 3]);

        public override AuthServerStep OnRequestMore(ReadOnlySpan<byte> payload)
        {
            if (_asked)
                return new AuthServerStep.Close("asked twice");
            _asked = true;
            var secret = mode is ConnectionMode.Secure ? RandomBytes.Take(random, ConnectionSecret.Size) : [];
            return new AuthServerStep.Done(secret, Result(mode, secret), new AuthenticatedPeer(AuthMethod.Cephx, null, 7, CapsInfo.Everything));
        }
    }
}
