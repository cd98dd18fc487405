using CephActors.Interop.Tests.Ceph;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Mon;

/// <summary>A monitor that asks for no key.</summary>
[Collection(nameof(NoneMonitor))]
public sealed class MonClientNoneSpec(NoneMonitor fixture, ITestOutputHelper output) : MonClientContract(fixture, output);
