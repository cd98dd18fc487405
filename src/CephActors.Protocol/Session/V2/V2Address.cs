namespace CephActors.Session.V2;

/// <summary>Finds the address for protocol v2 in a vector. Ceph: <c>entity_addrvec_t::msgr2_addr</c>.</summary>
internal static class V2Address
{
    /// <summary>The first entry for protocol v2; of a vector without one the first entry, as of a client that has not bound.</summary>
    public static EntityAddress Of(EntityAddressVector addresses)
    {
        foreach (var address in addresses)
        {
            if (address.Type is EntityAddressType.Msgr2)
                return address;
        }

        return addresses.Count > 0 ? addresses[0].WithType(EntityAddressType.Msgr2) : default;
    }
}
