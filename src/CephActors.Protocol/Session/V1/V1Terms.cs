namespace CephActors.Session.V1;

/// <summary>The terms of a v1 session.</summary>
internal static class V1Terms
{
    /// <summary>Messages are signed where both sides can and share a key.</summary>
    public static SessionTerms Of(SessionMachine session, SessionContext context, ulong features, CryptoKey? sessionKey)
    {
        var signs = context.SignMessages && CephFeatures.HasFeature(features, CephFeatures.MsgAuth);
        return new SessionTerms(features, session.Policy, signs ? sessionKey : null);
    }
}
