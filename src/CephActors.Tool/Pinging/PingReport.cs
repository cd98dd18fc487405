using System.Globalization;
using System.Text.Json;

namespace CephActors.Tool.Pinging;

/// <summary>What pinging has found so far.</summary>
/// <param name="address">Where the pings went.</param>
/// <param name="role">What that is of its owner's several addresses; null of one that has no others.</param>
internal sealed class PingReport(string address, string? role = null)
{
    private readonly List<TimeSpan> _times = [];
    private int _before;

    /// <summary>Which of its owner's addresses it is; null of one that has no others.</summary>
    public string? Role => role;

    /// <summary>Who answers, once known.</summary>
    public EntityType PeerType { get; set; }

    /// <summary>Pings sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Answers in time.</summary>
    public int Received => _times.Count;

    /// <summary>Pings without an answer in time.</summary>
    public int Lost => Sent - Received;

    /// <summary>Whether the newest ping has no answer, or none yet.</summary>
    public bool LastWasLost => Received == _before;

    /// <summary>Takes down that a ping goes out.</summary>
    public void Begin()
    {
        Sent++;
        _before = Received;
    }

    /// <summary>Takes down an answer.</summary>
    public void Add(TimeSpan time) => _times.Add(time);

    /// <summary>Two lines for people.</summary>
    public override string ToString()
    {
        var lines = string.Create(CultureInfo.InvariantCulture, $"{Sent} sent, {Received} answered, {Lost} lost");
        if (Received == 0)
            return lines;
        var (min, avg, p50, p99, max) = Statistics();
        return lines + string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.NewLine}min/avg/p50/p99/max = {min / 1000:0.000}/{avg / 1000:0.000}/{p50 / 1000:0.000}/{p99 / 1000:0.000}/{max / 1000:0.000} ms");
    }

    /// <summary>One JSON object in one line; times in microseconds.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("address", address);
            if (role is not null)
                json.WriteString("role", role);
            json.WriteString("type", PeerTypes.NameOf(PeerType));
            json.WriteNumber("sent", Sent);
            json.WriteNumber("received", Received);
            json.WriteNumber("lost", Lost);
            if (Received > 0)
            {
                var (min, avg, p50, p99, max) = Statistics();
                json.WriteNumber("min_us", Math.Round(min, 1));
                json.WriteNumber("avg_us", Math.Round(avg, 1));
                json.WriteNumber("p50_us", Math.Round(p50, 1));
                json.WriteNumber("p99_us", Math.Round(p99, 1));
                json.WriteNumber("max_us", Math.Round(max, 1));
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private (double Min, double Avg, double P50, double P99, double Max) Statistics()
    {
        double[] sorted = [.. _times.Select(t => t.TotalMicroseconds).Order()];
        return (sorted[0], sorted.Average(), Percentiles.Of(sorted, 0.50), Percentiles.Of(sorted, 0.99), sorted[^1]);
    }
}
