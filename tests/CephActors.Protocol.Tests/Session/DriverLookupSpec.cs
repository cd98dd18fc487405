using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Two connections of one peer meet. Ceph: <c>ProtocolV1::handle_connect_message_2</c>, <c>replace</c>.</summary>
public class DriverLookupSpec
{
    private static readonly string[] Turned = ["now Accepting/Connect", "s expects Connect"];

    private readonly Registered _existing = new();

    [Fact]
    public void Asker_should_put_the_question_to_the_registered_connection_when_there_is_one()
    {
        var probe = Asking();

        Assert.Equal(["now Accepting/Lookup", $"register {ProbeSetup.Below}"], probe.Did());
        var question = Assert.Single(_existing.Questions);
        Assert.Same(probe.Socket, question.Socket);
        Assert.Equal((0u, 10u), (((IncomingConnect)question.Request).Connect.ConnectSeq, ((IncomingConnect)question.Request).Connect.GlobalSeq));

        question.Answer(new AcceptDecision(AcceptVerdict.RetrySession, 4, 6));
        probe.Driver.OnAnswer(probe.Given.Single());

        Assert.Equal(Turned, probe.Did());
        Assert.Equal(["s < reply RetrySession cs=4 gs=0", "s wrote"], probe.Flush());
    }

    [Fact]
    public void Asker_should_take_the_address_when_its_holder_has_ended()
    {
        _existing.IsClosed = true;
        var probe = Asking();

        Assert.Equal(
            [
                "now Accepting/Lookup", $"register {ProbeSetup.Below}", $"unregister {ProbeSetup.Below}", $"register {ProbeSetup.Below}",
                "now Accepting/Answer",
            ],
            probe.Did());
        Assert.Empty(_existing.Questions);
    }

    [Fact]
    public void Asker_should_not_take_the_address_when_it_opens_no_session()
    {
        var probe = DriverProbe.At(Place.AcceptorConnect);

        Request(probe, connectSeq: 3);

        Assert.Equal(["now Accepting/Lookup", $"find {ProbeSetup.Below}", "now Accepting/Connect", "s expects Connect"], probe.Did());
        Assert.Equal(["s < reply ResetSession cs=0 gs=0", "s wrote"], probe.Flush());
    }

    [Fact]
    public void Asker_should_put_the_question_to_the_registered_connection_when_it_would_open_no_session_itself()
    {
        var probe = DriverProbe.At(Place.AcceptorConnect);
        probe.Table.Enqueue(_existing);

        Request(probe, connectSeq: 3);

        Assert.Equal(["now Accepting/Lookup", $"find {ProbeSetup.Below}"], probe.Did());
        Assert.Equal(3u, ((IncomingConnect)Assert.Single(_existing.Questions).Request).Connect.ConnectSeq);
    }

    [Fact]
    public void Asker_should_look_again_when_the_connection_asked_ended_first()
    {
        var probe = Asking();
        probe.Did();
        _existing.Questions[0].AnswerAsClosed();
        probe.Table.Clear();

        probe.Driver.OnAnswer(probe.Given.Single());

        Assert.Equal(
            ["now Accepting/Lookup", $"register {ProbeSetup.Below}", "now Accepting/Answer"],
            probe.Did());
        Assert.Equal(new AcceptDecision(AcceptVerdict.Open, 0, 1), probe.Given[0].Decision);
    }

    [Theory]
    [InlineData("Replace")]
    [InlineData("ReplaceAfterReset")]
    public void Asker_should_end_without_touching_the_socket_when_it_was_taken(string verdict)
    {
        var probe = Asking();
        probe.Did();

        probe.Driver.OnAnswer(new SessionAnswer(1, new AcceptDecision(Enum.Parse<AcceptVerdict>(verdict), 0, 9)));

        Assert.Equal(
            ["let go of s", "now Closed", "stop Ready", "stop Idle", "stop Backoff", "discard", "raise Reset", "stopped"],
            probe.Did());
        Assert.Null(probe.Driver.Socket);
    }

    [Fact]
    public void Asker_should_let_go_of_the_socket_when_it_was_taken_and_the_session_has_ended_meanwhile()
    {
        var probe = Asking();
        probe.Driver.Step(new SessionInput.MarkDown(false));
        probe.Did();

        probe.Driver.OnAnswer(new SessionAnswer(1, new AcceptDecision(AcceptVerdict.Replace, 0, 9)));

        Assert.Equal(["let go of s", "now Closed"], probe.Did());
    }

    [Fact]
    public void Asker_should_keep_a_socket_when_it_was_not_the_one_asked_about()
    {
        var probe = Asking();
        var other = probe.NewSocket("other");
        probe.Driver.Adopt(other);

        probe.Driver.OnAnswer(new SessionAnswer(1, new AcceptDecision(AcceptVerdict.Replace, 0, 9)));

        Assert.Contains("other aborted", probe.Did());
    }

    [Fact]
    public void Asker_should_ignore_an_answer_when_it_is_none_to_its_last_question()
    {
        var probe = Asking();
        var wait = new AcceptDecision(AcceptVerdict.Wait, 0, 10);
        probe.Driver.OnAnswer(new SessionAnswer(1, wait));
        Request(probe);
        Assert.Equal(2, _existing.Questions.Count);
        probe.Did();

        probe.Driver.OnAnswer(new SessionAnswer(1, wait));
        Assert.Empty(probe.Did());

        _existing.Questions[1].Answer(wait);
        probe.Driver.OnAnswer(probe.Given.Single());
        Assert.Equal(Turned, probe.Did());

        probe.Driver.OnAnswer(probe.Given.Single());
        Assert.Empty(probe.Did());
    }

    [Fact]
    public void Existing_session_should_take_the_socket_when_it_decides_to_replace()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        var (taken, incarnation) = (probe.NewSocket("taken"), probe.Machine.Incarnation);

        probe.Driver.OnQuestion(Question(probe, taken, connectSeq: 2));

        Assert.Equal(
            [
                "now Open", "s aborted", $"take over as {incarnation + 1}", "now Accepting/Connect", "stop Backoff", "stop Idle", "start Ready 10", "taken expects Connect",
            ],
            probe.Did());
        Assert.Equal(new SessionAnswer(7, new AcceptDecision(AcceptVerdict.Replace, 0, 12)), probe.Given.Single());
        Assert.Equal(incarnation + 1, probe.Machine.Incarnation);
        Assert.Same(taken, probe.Driver.Socket);
        Assert.Equal(["taken < reply RetryGlobal cs=0 gs=10", "taken wrote"], probe.Flush());
    }

    [Fact]
    public void Existing_session_should_keep_its_socket_when_it_turns_the_peer_away()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        probe.Driver.OnQuestion(Question(probe, probe.NewSocket("other"), connectSeq: 1));

        Assert.Equal(["now Open"], probe.Did());
        Assert.Equal(new SessionAnswer(7, new AcceptDecision(AcceptVerdict.RetrySession, 2, 8)), probe.Given.Single());
        Assert.Same(probe.Socket, probe.Driver.Socket);
    }

    [Fact]
    public void Existing_session_should_answer_each_question_once()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Driver.OnQuestion(Question(probe, probe.NewSocket("other"), connectSeq: 1));

        var request = new IncomingConnect(default, EntityAddressVector.Parse(ProbeSetup.Below), null);

        Assert.Throws<InvalidOperationException>(() => probe.Driver.Step(new SessionInput.ConnectionRequested(request)));
        Assert.Single(probe.Given);
    }

    private DriverProbe Asking()
    {
        var probe = DriverProbe.At(Place.AcceptorConnect);
        probe.Table.Enqueue(_existing);
        Request(probe);
        return probe;
    }

    private static void Request(DriverProbe probe, uint connectSeq = 0) => probe.Driver.Step(
        new SessionInput.FrameReceived(
            probe.Machine.Incarnation,
            new ConnectFrame(new ConnectMessage(CephFeatures.All, EntityType.Osd, 10, connectSeq, 10, 0, 0), [])));

    private static SessionQuestion Question(DriverProbe probe, FakeSocket socket, uint connectSeq) => new(
        7,
        new IncomingConnect(
            new ConnectMessage(CephFeatures.All, EntityType.Osd, 11, connectSeq, 10, 0, 0),
            EntityAddressVector.Parse(ProbeSetup.Below),
            null),
        socket,
        probe.Answers);

    private sealed class Registered : IRegisteredConnection
    {
        public List<SessionQuestion> Questions { get; } = [];

        public bool IsClosed { get; set; }

        public void Ask(SessionQuestion question) => Questions.Add(question);
    }
}
