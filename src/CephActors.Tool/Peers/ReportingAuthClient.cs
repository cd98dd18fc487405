using CephActors.Auth;

namespace CephActors.Tool.Peers;

/// <summary>Authenticates as another does, and tells of what fails.</summary>
/// <param name="inner">The other.</param>
/// <param name="failed">Gets the peer and the reason.</param>
internal sealed class ReportingAuthClient(IAuthClient inner, Action<EntityAddressVector, string> failed) : IAuthClient
{
    public AuthClientExchange Begin(EntityType peerType, EntityAddressVector peer) =>
        new Exchange(inner.Begin(peerType, peer), reason => failed(peer, reason));

    private sealed class Exchange(AuthClientExchange inner, Action<string> failed) : AuthClientExchange
    {
        public override AuthClientStep Start() => Report(inner.Start());

        public override AuthClientStep OnBadMethod(uint method, int result, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes) =>
            Report(inner.OnBadMethod(method, result, allowedMethods, allowedModes));

        public override AuthClientStep OnReplyMore(ReadOnlySpan<byte> payload) => Report(inner.OnReplyMore(payload));

        public override AuthClientStep OnDone(ulong globalId, uint mode, ReadOnlySpan<byte> payload) => Report(inner.OnDone(globalId, mode, payload));

        private AuthClientStep Report(AuthClientStep step)
        {
            if (step is AuthClientStep.Failed failure)
                failed(failure.Reason);
            return step;
        }
    }
}
