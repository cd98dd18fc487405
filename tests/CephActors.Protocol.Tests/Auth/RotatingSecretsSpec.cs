using CephActors.Auth.Cephx;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>Secrets of services come and go as in Ceph: three at a time, the middle one in use.</summary>
public class RotatingSecretsSpec
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_795_361_785);
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    [Fact]
    public void First_three_should_end_one_life_after_the_other()
    {
        var secrets = RotatingSecrets.None.Rotate(Start, Life, Numbers.Counting());
        Assert.Equal(new ulong[] { 1, 2, 3 }, secrets.Keys.Keys.Order());
        Assert.Equal(3ul, secrets.MaxVersion);
        Assert.Equal(new[] { 1.0, 2, 3 }, secrets.Keys.OrderBy(entry => entry.Key).Select(entry => (entry.Value.Expires.ToDateTimeOffset() - Start).TotalHours));
        Assert.Equal(2ul, secrets.Current(Start).Id);
        Assert.Same(secrets, secrets.Rotate(Start + Life, Life, Numbers.Counting()));
    }

    [Fact]
    public void Oldest_should_go_when_the_current_one_is_over()
    {
        var secrets = RotatingSecrets.None.Rotate(Start, Life, Numbers.Counting());
        var over = Start + (2 * Life);
        Assert.Equal(3ul, secrets.Current(over).Id);
        var rotated = secrets.Rotate(over, Life, Numbers.Counting());
        Assert.Equal(new ulong[] { 2, 3, 4 }, rotated.Keys.Keys.Order());
        Assert.Equal(3ul, rotated.Current(over).Id);
        Assert.Equal(Start + (4 * Life), rotated.Keys[4].Expires.ToDateTimeOffset());
    }

    [Fact]
    public void All_should_be_new_when_nobody_has_rotated_them_for_long()
    {
        var late = Start + (100 * Life);
        var secrets = RotatingSecrets.None.Rotate(Start, Life, Numbers.Counting()).Rotate(late, Life, Numbers.Counting());
        Assert.True(secrets.Keys.Values.Count(key => key.Expires.ToDateTimeOffset() > late) >= 2);
        Assert.True(secrets.Current(late).Key.Expires.ToDateTimeOffset() > late);
        Assert.False(secrets.IsDue(late));
    }

    [Fact]
    public void None_should_not_be_used()
    {
        Assert.True(RotatingSecrets.None.IsDue(Start));
        Assert.Throws<InvalidOperationException>(() => RotatingSecrets.None.Current(Start));
    }
}
