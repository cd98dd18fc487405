using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V1;

/// <content>The frames before a session is open.</content>
internal sealed partial class FrameDecoder
{
    private Expectation _expected;
    private ConnectMessage _connect;
    private ConnectReply _reply;
    private byte[] _authorizer = [];
    private int _authorizerFilled;

    private DecodeStatus ReadHandshake(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        if (_step == Step.Banner && ReadBanner(ref input) is var banner and not DecodeStatus.Done)
            return banner;
        switch (_step)
        {
            case Step.ServerAddresses:
                if (!TryTake(ref input, ServerHello.AddressesSize, out var addresses))
                    return DecodeStatus.NeedMore;
                return ServerHello.Decode(addresses, out var serverError) is { } server
                    ? Pause(FrameKind.ServerHello, server, out frame)
                    : RefuseAddress(serverError);
            case Step.ClientAddress:
                if (!TryTake(ref input, LegacyAddress.WireSize, out var address))
                    return DecodeStatus.NeedMore;
                return ClientHello.Decode(address, out var clientError) is { } client
                    ? Pause(FrameKind.ClientHello, client, out frame)
                    : RefuseAddress(clientError);
            case Step.Sequence:
                if (!TryTake(ref input, sizeof(ulong), out var number))
                    return DecodeStatus.NeedMore;
                _step = Step.Paused;
                frame = new IncomingFrame(FrameKind.Sequence, FrameStart, sizeof(ulong), BinaryPrimitives.ReadUInt64LittleEndian(number));
                return DecodeStatus.Done;
            case Step.Connect:
            case Step.ConnectReply:
                if (ReadConnect(ref input) is var connect and not DecodeStatus.Done)
                    return connect;
                break;
        }

        return ReadAuthorizer(ref input, out frame);
    }

    private DecodeStatus ReadBanner(ref ReadOnlySpan<byte> input)
    {
        if (ReadText(ref input, Banner.Bytes) is var text and not DecodeStatus.Done)
            return text;
        _step = _expected == Expectation.ServerHello ? Step.ServerAddresses : Step.ClientAddress;
        return DecodeStatus.Done;
    }

    private DecodeStatus ReadConnect(ref ReadOnlySpan<byte> input)
    {
        var size = _step == Step.Connect ? ConnectMessage.WireSize : ConnectReply.WireSize;
        if (!TryTake(ref input, size, out var bytes))
            return DecodeStatus.NeedMore;
        uint length;
        if (_step == Step.Connect)
        {
            if (!ConnectMessage.TryRead(bytes, out _connect, out length))
                return Refuse(ProtocolError.BadEntityType, "host_type", FrameStart + 8, "an entity type has one byte");
        }
        else if (!ConnectReply.TryRead(bytes, out _reply, out length))
        {
            return Refuse(ProtocolError.UnknownTag, "tag", FrameStart, $"{(byte)_reply.Tag} is no answer to a connect");
        }

        if (length > (uint)options.Limits.Authorizer)
        {
            return Refuse(
                ProtocolError.AuthorizerTooLong, "authorizer_len", FrameStart + size - 5, $"{length} bytes, the limit is {options.Limits.Authorizer}");
        }

        _authorizer = length == 0 ? [] : new byte[length];
        _authorizerFilled = 0;
        _step = Step.Authorizer;
        return DecodeStatus.Done;
    }

    private DecodeStatus ReadAuthorizer(ref ReadOnlySpan<byte> input, out IncomingFrame frame)
    {
        frame = default;
        var count = Math.Min(_authorizer.Length - _authorizerFilled, input.Length);
        input[..count].CopyTo(_authorizer.AsSpan(_authorizerFilled));
        input = input[count..];
        Offset += count;
        _authorizerFilled += count;
        if (_authorizerFilled < _authorizer.Length)
            return DecodeStatus.NeedMore;
        return _expected == Expectation.Connect
            ? Pause(FrameKind.Connect, new ConnectFrame(_connect, _authorizer), out frame)
            : Pause(FrameKind.ConnectReply, new ConnectReplyFrame(_reply, _authorizer), out frame);
    }

    private DecodeStatus Pause(FrameKind kind, object body, out IncomingFrame frame)
    {
        frame = new IncomingFrame(kind, FrameStart, (int)(Offset - FrameStart), body: body);
        _authorizer = [];
        _step = Step.Paused;
        return DecodeStatus.Done;
    }

    private DecodeStatus RefuseAddress(WireError error)
        => Refuse(ProtocolError.BadAddress, error.Field, FrameStart + Banner.WireSize + error.Offset, error.Reason);
}
