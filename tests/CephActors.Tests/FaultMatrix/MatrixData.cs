using System.Text.Json;
using System.Text.Json.Nodes;

namespace CephActors.Tests.FaultMatrix;

/// <summary>
/// The scenarios as protocol v1 runs them: Ceph's, changed where <c>failover-matrix-v1.json</c> says why they must be, and those
/// that only v1 has.
/// </summary>
internal static class MatrixData
{
    public const string WeAreGreater = "our_address_greater";

    public const string WeAreNotGreater = "our_address_not_greater";

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly JsonArray Ceph = Read("failover-matrix.json").AsArray();

    private static readonly JsonObject OfV1 = Read("failover-matrix-v1.json").AsObject();

    private static readonly Dictionary<string, JsonObject> ByName = Ceph.Concat(OnlyInV1).ToDictionary(NameOf, node => node!.AsObject());

    /// <summary>Every scenario of Ceph's, as the file has it.</summary>
    public static IReadOnlyList<MatrixScenario> All { get; } = [.. Ceph.Select(ToScenario)];

    /// <summary>The names of what runs over v1, those that only v1 has last.</summary>
    public static IReadOnlyList<string> RunByV1 { get; } =
        [.. All.Where(s => s.V1.Applicability is not "v2_only").Select(s => s.Name), .. OnlyInV1.Select(NameOf)];

    /// <summary>The names of what runs over v2: everything that is judged, as Ceph has it.</summary>
    public static IReadOnlyList<string> RunByV2 { get; } = [.. All.Where(s => s.Group is not "probe").Select(s => s.Name)];

    /// <summary>Every change, with the name it is for and the reason it gives.</summary>
    public static IReadOnlyList<(string Name, string? When, string Reason)> Changes { get; } =
        [.. OfV1["changes"]!.AsArray().SelectMany(
            change => change!["names"]!.AsArray().Select(
                name => ((string)name!, (string?)change["when"], (string?)change["reason"] ?? "")))];

    private static IEnumerable<JsonNode?> OnlyInV1 => OfV1["only_v1"]!.AsArray();

    /// <summary>A scenario as it is expected to go where our address is, or is not, the greater one.</summary>
    public static MatrixScenario Of(string name, bool weAreGreater)
    {
        var scenario = ByName[name].DeepClone().AsObject();
        var order = weAreGreater ? WeAreGreater : WeAreNotGreater;
        foreach (var change in OfV1["changes"]!.AsArray())
        {
            if (change!["names"]!.AsArray().Any(n => (string?)n == name) && ((string?)change["when"] ?? order) == order)
                Apply(change.AsObject(), scenario);
        }

        return ToScenario(scenario);
    }

    /// <summary>A scenario as Ceph has it, over v2.</summary>
    public static MatrixScenario OfV2(string name) => ToScenario(ByName[name]);

    private static void Apply(JsonObject change, JsonObject scenario)
    {
        if (change["steps"] is { } steps)
            scenario["steps"] = new JsonArray([.. steps.AsArray().Select(step => ToStep((string)step!))]);
        foreach (var (number, changed) in change["checks"]?.AsObject() ?? [])
        {
            var check = scenario["checks"]![int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)]!.AsObject();
            foreach (var (key, value) in changed!.AsObject())
            {
                if (key == "results")
                    Apply(value!.AsObject(), check["results"]!.AsArray());
                else
                    check[key] = value!.DeepClone();
            }
        }
    }

    private static void Apply(JsonObject changes, JsonArray results)
    {
        foreach (var (number, changed) in changes)
        {
            var result = results.Single(r => ((int)r!["index"]!).ToString(System.Globalization.CultureInfo.InvariantCulture) == number)!.AsObject();
            foreach (var (key, value) in changed!.AsObject())
                result[key] = value?.DeepClone();
        }
    }

    /// <summary>Steps of the second file are written as <c>peer.send(1)</c>.</summary>
    private static JsonNode ToStep(string text)
    {
        var parts = text.TrimEnd(')').Split('.', '(');
        return new JsonObject
        {
            ["actor"] = parts[0],
            ["action"] = parts[1],
            ["arg"] = parts.Length > 2 ? int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) : null,
        };
    }

    private static string NameOf(JsonNode? node) => (string)node!["name"]!;

    private static MatrixScenario ToScenario(JsonNode? node) => node.Deserialize<MatrixScenario>(Options)!;

    private static JsonNode Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", file)))!;
}
