namespace CephActors.Encoding;

/// <summary>Linux error numbers as Ceph sends them (negated) whatever the platform.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EIO = 5;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EINVAL = 22;
    public const int EPROTO = 71;
    public const int EOPNOTSUPP = 95;
    public const int ETIMEDOUT = 110;
    public const int ESHUTDOWN = 108;

    /// <summary>The symbol of a positive error number, for example <c>EACCES</c>; the number itself if it is none of these.</summary>
    public static string NameOf(int errno) => errno switch
    {
        EPERM => nameof(EPERM),
        ENOENT => nameof(ENOENT),
        EIO => nameof(EIO),
        EAGAIN => nameof(EAGAIN),
        EACCES => nameof(EACCES),
        EINVAL => nameof(EINVAL),
        EPROTO => nameof(EPROTO),
        EOPNOTSUPP => nameof(EOPNOTSUPP),
        ETIMEDOUT => nameof(ETIMEDOUT),
        ESHUTDOWN => nameof(ESHUTDOWN),
        _ => errno.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
