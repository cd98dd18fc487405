namespace CephActors.Interop.Tests.Ceph;

/// <summary>A real monitor that spec classes share; not started where there is no Ceph.</summary>
public abstract class MonitorFixture(string auth, string wire = "v1", bool secure = false) : IAsyncLifetime
{
    private RealCeph? _ceph;

    /// <summary>The monitor. Skips the spec that asks where there is no real Ceph.</summary>
    public RealCeph Ceph
    {
        get
        {
            Skip.If(_ceph is null, RealCeph.Missing);
            return _ceph!;
        }
    }

    public async Task InitializeAsync()
    {
        if (RealCeph.Missing is null)
            _ceph = await RealCeph.StartAsync(auth, wire, secure);
    }

    public async Task DisposeAsync()
    {
        if (_ceph is not null)
            await _ceph.DisposeAsync();
    }
}

/// <summary>A monitor that believes names as they are told.</summary>
public sealed class NoneMonitor() : MonitorFixture("none");

/// <summary>A monitor that demands keys.</summary>
public sealed class CephxMonitor() : MonitorFixture("cephx");

/// <summary>One that believes names and speaks protocol v2 alone.</summary>
public sealed class NoneV2Monitor() : MonitorFixture("none", "v2");

/// <summary>One that demands keys and speaks both protocols.</summary>
public sealed class CephxDualMonitor() : MonitorFixture("cephx", "both");

/// <summary>One that demands keys and encryption.</summary>
public sealed class SecureMonitor() : MonitorFixture("cephx", "v2", secure: true);

/// <summary>The spec classes that share a monitor that insists on encryption.</summary>
[CollectionDefinition(nameof(SecureMonitor))]
public sealed class SecureMonitorCollection : ICollectionFixture<SecureMonitor>;

/// <summary>The spec classes that share a monitor without keys.</summary>
[CollectionDefinition(nameof(NoneMonitor))]
public sealed class NoneMonitorCollection : ICollectionFixture<NoneMonitor>;

/// <summary>The spec classes that share a monitor with keys.</summary>
[CollectionDefinition(nameof(CephxMonitor))]
public sealed class CephxMonitorCollection : ICollectionFixture<CephxMonitor>;
