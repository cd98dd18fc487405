namespace CephActors.TestKit.Tests.Interception;

/// <summary>Counting, and what was asked for. What the actions do to sockets is shown by the fault matrix.</summary>
public class InterceptorSpec
{
    private static readonly InterceptedPosition Point = InterceptedPosition.Write(InterceptionPoint.Message);

    private readonly Interceptor _interceptor = new();

    [Fact]
    public void Interceptor_should_act_on_exactly_one_pass()
    {
        _interceptor.At(InterceptionAction.Fault, Point, round: 2);

        Assert.Equal(
            [InterceptionAction.None, InterceptionAction.Fault, InterceptionAction.None],
            Enumerable.Range(0, 3).Select(_ => _interceptor.Pass(Point, null).Action));
        Assert.Equal(3, _interceptor.PassesOf(Point));
    }

    [Fact]
    public void Interceptor_should_count_directions_apart()
    {
        _interceptor.Pass(Point, null);

        Assert.Equal(0, _interceptor.PassesOf(InterceptedPosition.Read(InterceptionPoint.Message)));
    }

    [Fact]
    public void Interceptor_should_be_exhausted_when_every_action_found_its_pass()
    {
        _interceptor.At(InterceptionAction.Fault, Point, round: 2);
        _interceptor.Pass(Point, null);
        Assert.False(_interceptor.IsExhausted);

        _interceptor.Pass(Point, null);

        Assert.True(_interceptor.IsExhausted);
    }

    [Fact]
    public void Interceptor_should_tell_of_each_pass()
    {
        var told = new List<string>();
        _interceptor.Passed += pass => told.Add(pass.ToString());
        _interceptor.At(InterceptionAction.Stall, Point, round: 2);

        _interceptor.Pass(Point, null);
        _interceptor.Pass(Point, null);

        Assert.Equal(["Message write #1", "Message write #2: Stall"], told);
    }

    [Fact]
    public async Task Interceptor_should_tell_when_it_holds_and_let_go_once()
    {
        var released = 0;
        var pass = _interceptor.Pass(Point, null);
        var held = _interceptor.Held;
        Assert.False(held.IsCompleted);

        _interceptor.Hold(pass, () => released++);

        Assert.Same(pass, await held);
        _interceptor.Release();
        _interceptor.Release();
        Assert.Equal(1, released);
        Assert.False(_interceptor.Held.IsCompleted);
    }

    [Theory]
    [InlineData(InterceptionPoint.SocketConnecting, InterceptionAction.Block)]
    [InlineData(InterceptionPoint.SocketAccepted, InterceptionAction.Stall)]
    public void Interceptor_should_refuse_to_hold_where_there_are_no_bytes(InterceptionPoint point, InterceptionAction action) =>
        Assert.Throws<ArgumentException>(() => _interceptor.At(action, InterceptedPosition.Write(point)));

    [Fact]
    public void Interceptor_should_refuse_rounds_below_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _interceptor.At(InterceptionAction.Fault, Point, round: 0));
}
