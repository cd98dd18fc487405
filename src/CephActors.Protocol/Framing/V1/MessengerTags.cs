namespace CephActors.Framing.V1;

/// <summary>Questions about tags.</summary>
internal static class MessengerTags
{
    /// <summary>Whether the tag can stand in a connect reply.</summary>
    public static bool IsReply(this MessengerTag tag) => tag switch
    {
        MessengerTag.Ready or MessengerTag.ResetSession or MessengerTag.Wait or MessengerTag.RetrySession or MessengerTag.RetryGlobal
            or MessengerTag.BadProtocolVersion or MessengerTag.BadAuthorizer or MessengerTag.Features or MessengerTag.Sequence
            or MessengerTag.ChallengeAuthorizer => true,
        _ => false,
    };

    /// <summary>Whether the reply opens the session, so that its features count as the agreed ones.</summary>
    public static bool Opens(this MessengerTag tag) => tag is MessengerTag.Ready or MessengerTag.Sequence;
}
