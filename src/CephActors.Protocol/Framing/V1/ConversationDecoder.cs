namespace CephActors.Framing.V1;

/// <summary>
/// Reads a recorded connection as an onlooker: what either side may say next, and in which form, follows from what both have said.
/// </summary>
/// <param name="options">Limits, and which checksums were in use.</param>
/// <param name="sessionKey">
/// Asked once for the session key when a session with an authorizer opens; signatures are checked if it knows one.
/// </param>
internal sealed class ConversationDecoder(FramingOptions options, Func<ConnectFrame, byte[]?>? sessionKey = null)
{
    private readonly List<ConversationElement> _elements = [];
    private MessagePhase _phase = new(MsgAuth: false);

    /// <summary>Takes both directions apart, each as far as it can be understood.</summary>
    public Conversation Decode(ReadOnlyMemory<byte> clientBytes, ReadOnlyMemory<byte> serverBytes)
    {
        _elements.Clear();
        var client = new ConversationLane(ConversationSide.Client, clientBytes, new FrameDecoder(options));
        var server = new ConversationLane(ConversationSide.Server, serverBytes, new FrameDecoder(options));
        var greeted = ReadHello(client, Expectation.ClientHello) & ReadHello(server, Expectation.ServerHello);
        var features = greeted ? ReadHandshake(client, server) : null;
        if (features is not null)
        {
            ReadMessages(client);
            ReadMessages(server);
        }

        client.Finish();
        server.Finish();
        return new Conversation([.. _elements], client.Error, server.Error, features);
    }

    private bool ReadHello(ConversationLane lane, Expectation expectation)
    {
        if (!lane.TryRead(expectation, out var frame))
            return false;
        Add(lane, ElementKind.Banner, 0, Banner.WireSize);
        EntityAddress[] addresses = frame.Body switch
        {
            ServerHello hello => [hello.Server, hello.ClientAsSeen],
            ClientHello hello => [hello.Client],
            _ => [],
        };
        for (var i = 0; i < addresses.Length; i++)
        {
            _elements.Add(Create(lane, ElementKind.Address, Banner.WireSize + (i * LegacyAddress.WireSize), LegacyAddress.WireSize) with
            {
                Address = addresses[i],
            });
        }

        return true;
    }

    /// <summary>Follows attempt upon attempt until one opens the session; returns the agreed features, or null if none does.</summary>
    private ulong? ReadHandshake(ConversationLane client, ConversationLane server)
    {
        while (client.TryRead(Expectation.Connect, out var request))
        {
            var connect = (ConnectFrame)request.Body!;
            AddWithAuthorizer(Create(client, ElementKind.Connect, request.Offset, ConnectMessage.WireSize) with { Connect = connect }, connect.Authorizer);
            if (!server.TryRead(Expectation.ConnectReply, out var answer))
                return null;
            var reply = (ConnectReplyFrame)answer.Body!;
            AddWithAuthorizer(Create(server, ElementKind.ConnectReply, answer.Offset, ConnectReply.WireSize) with { Reply = reply }, reply.Authorizer);
            if (!reply.Reply.Tag.Opens())
                continue;
            var features = connect.Connect.Features & reply.Reply.Features;
            if (reply.Reply.Tag == MessengerTag.Sequence && !(ReadSequence(server) & ReadSequence(client)))
                return null;
            _phase = CreatePhase(connect, features);
            client.Expect(Expectation.Messages, _phase);
            server.Expect(Expectation.Messages, _phase);
            return features;
        }

        return null;
    }

    private bool ReadSequence(ConversationLane lane)
    {
        if (!lane.TryRead(Expectation.Sequence, out var frame))
            return false;
        _elements.Add(Create(lane, ElementKind.Sequence, frame.Offset, frame.Length) with { Value = frame.Value });
        return true;
    }

    private MessagePhase CreatePhase(ConnectFrame connect, ulong features)
    {
        var msgAuth = CephFeatures.HasFeature(features, CephFeatures.MsgAuth);
        var key = msgAuth && connect.Authorizer.Length > 0 ? sessionKey?.Invoke(connect) : null;
        var signer = key is null ? null : new MessageSigner(key, CephFeatures.HasFeature(features, CephFeatures.CephxV2));
        return new MessagePhase(msgAuth, signer);
    }

    private void ReadMessages(ConversationLane lane)
    {
        while (lane.TryRead(out var frame))
        {
            var element = Create(lane, KindOf(frame.Kind), frame.Offset, frame.Length);
            _elements.Add(frame.Message is { } message
                ? WithMessage(element, lane) with { Message = message }
                : element with { Value = frame.Value, Stamp = frame.Stamp });
        }

        lane.Finish();
        AddRefusedMessage(lane);
    }

    /// <summary>A message that is there whole but refused is an element still, so that its header can be looked at.</summary>
    private void AddRefusedMessage(ConversationLane lane)
    {
        if (lane.Error?.Kind is not (ProtocolError.FrontCrc or ProtocolError.MiddleCrc or ProtocolError.DataCrc or ProtocolError.BadSignature or ProtocolError.Aborted))
            return;
        var header = MessageHeader.Read(lane.Bytes[(lane.FrameStart + 1)..]);
        var payload = (int)(header.FrontLength + header.MiddleLength + header.DataLength);
        var length = 1 + MessageHeader.WireSize + payload + MessageFooter.SizeOf(_phase.MsgAuth);
        var element = WithMessage(Create(lane, ElementKind.Message, lane.FrameStart, length), lane);
        _elements.Add(lane.Error?.Kind switch
        {
            ProtocolError.BadSignature => element with { Signature = SignatureCheck.Bad },
            ProtocolError.Aborted => element with { Signature = SignatureCheck.Unchecked },
            _ => element with { IsIntact = false, Signature = SignatureCheck.Unchecked },
        });
    }

    private ConversationElement WithMessage(ConversationElement element, ConversationLane lane)
    {
        var bytes = lane.Bytes.Slice((int)element.Offset, element.Length);
        var footer = MessageFooter.Read(bytes[^MessageFooter.SizeOf(_phase.MsgAuth)..], _phase.MsgAuth);
        var signature = _phase.Signer is not null ? SignatureCheck.Good
            : (footer.Flags & MessageFooter.Signed) != 0 ? SignatureCheck.Unchecked
            : SignatureCheck.Unsigned;
        return element with { Header = MessageHeader.Read(bytes[1..]), Footer = footer, Signature = signature };
    }

    private void AddWithAuthorizer(ConversationElement element, byte[] authorizer)
    {
        _elements.Add(element);
        if (authorizer.Length > 0)
            _elements.Add(element with { Kind = ElementKind.Authorizer, Offset = element.Offset + element.Length, Length = authorizer.Length });
    }

    private void Add(ConversationLane lane, ElementKind kind, long offset, int length) => _elements.Add(Create(lane, kind, offset, length));

    private static ConversationElement Create(ConversationLane lane, ElementKind kind, long offset, int length)
        => new() { Side = lane.Side, Kind = kind, Offset = offset, Length = length };

    private static ElementKind KindOf(FrameKind kind) => kind switch
    {
        FrameKind.Message => ElementKind.Message,
        FrameKind.Ack => ElementKind.Ack,
        FrameKind.Keepalive => ElementKind.Keepalive,
        FrameKind.Keepalive2 => ElementKind.Keepalive2,
        FrameKind.Keepalive2Ack => ElementKind.Keepalive2Ack,
        FrameKind.Close => ElementKind.Close,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
