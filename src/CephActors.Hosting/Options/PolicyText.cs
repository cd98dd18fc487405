namespace CephActors.Hosting;

/// <summary>Policies as HOCON has them: a name, and feature bits beside it.</summary>
internal static class PolicyText
{
    /// <exception cref="ArgumentException">The policy has other properties than the one it is named after.</exception>
    public static string NameOf(Policy policy)
    {
        if (Policy.TryParse(policy.Name, out var named)
            && policy == named with { FeaturesSupported = policy.FeaturesSupported, FeaturesRequired = policy.FeaturesRequired })
        {
            return policy.Name;
        }

        throw new ArgumentException(
            $"The policy {policy} has been changed in more than its features, which no setting can say: start with a named one and call CephMessenger.SetPolicy.",
            nameof(policy));
    }

    public static void WriteFeatures(Policy policy, HoconSection section, string supported, string required)
    {
        if (policy.FeaturesSupported != CephFeatures.All)
            section.SetFeatures(supported, policy.FeaturesSupported);
        if (policy.FeaturesRequired != 0)
            section.SetFeatures(required, policy.FeaturesRequired);
    }
}
