using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>What a cephx request to a monitor asks for. Ceph: <c>CEPHX_GET_*</c>.</summary>
internal enum CephxRequestType : ushort
{
    AuthSessionKey = 0x0100,
    PrincipalSessionKey = 0x0200,
    RotatingKey = 0x0400,
}

/// <summary><c>u16 type</c>. Ceph: <c>CephXRequestHeader</c>.</summary>
internal readonly record struct RequestHeader(CephxRequestType Type) : ICephxStruct<RequestHeader>
{
    public static RequestHeader Read(ref WireReader reader) => new((CephxRequestType)reader.ReadU16("request.type"));

    public void Write(WireWriter writer) => writer.WriteU16((ushort)Type);
}

/// <summary><c>u16 type, s32 status</c>. Ceph: <c>CephXResponseHeader</c>.</summary>
internal readonly record struct ResponseHeader(CephxRequestType Type, int Status) : ICephxStruct<ResponseHeader>
{
    public static ResponseHeader Read(ref WireReader reader) =>
        new((CephxRequestType)reader.ReadU16("response.type"), reader.ReadS32("response.status"));

    public void Write(WireWriter writer)
    {
        writer.WriteU16((ushort)Type);
        writer.WriteS32(Status);
    }
}
