using System.Diagnostics.CodeAnalysis;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// An authorizer whose ticket belongs to its holder. Whether it is fresh only the challenge inside tells.
/// Ceph: <c>src/auth/cephx/CephxProtocol.cc</c>, first half of <c>cephx_verify_authorizer</c>.
/// </summary>
/// <param name="Info">What the ticket says.</param>
/// <param name="Authorize">The proof that its holder knows the session key.</param>
internal sealed record OpenedAuthorizer(ServiceTicketInfo Info, Authorize Authorize)
{
    /// <summary>Reads an authorizer and opens it; what stands behind it is left to the reader's owner.</summary>
    public static bool TryOpen(
        ref WireReader reader, ServiceSecrets secrets, [NotNullWhen(true)] out OpenedAuthorizer? opened, [NotNullWhen(false)] out string? error)
    {
        opened = null;
        error = null;
        var read = Authorizer.Read(ref reader);
        if (reader.Failed)
            error = $"unreadable authorizer: {reader.Error}";
        else if (secrets.Find(read.ServiceId, read.Ticket.SecretId) is not { } secret)
            error = $"no secret number {read.Ticket.SecretId} for service {read.ServiceId}";
        else if (!CephxCipher.TryUnseal<ServiceTicketInfo>(secret, read.Ticket.Blob.Span, out var info))
            error = "the ticket does not open with the service's secret";
        else if (!CephxCipher.SameNumber(info.Ticket.GlobalId, read.GlobalId))
            error = "the ticket belongs to another global id";
        else if (!CephxCipher.TryUnseal<Authorize>(info.SessionKey, read.SealedAuthorize.Span, out var authorize))
            error = "the authorizer does not open with the ticket's session key";
        else
            opened = new OpenedAuthorizer(info, authorize);
        return opened is not null;
    }
}
