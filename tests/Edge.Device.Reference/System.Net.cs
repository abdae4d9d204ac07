namespace System.Net
{
    public abstract class EndPoint
    {
    }

    public class IPEndPoint : EndPoint
    {
        public IPEndPoint(IPAddress address, int port) => throw null;
    }

    public class IPAddress
    {
        private IPAddress() => throw null;
    }

    public class IPHostEntry
    {
        private IPHostEntry() => throw null;

        public IPAddress[] AddressList => throw null;
    }

    public static class Dns
    {
        public static IPHostEntry GetHostEntry(string hostNameOrAddress) => throw null;
    }
}

namespace System.Net.Sockets
{
    public class Socket
    {
        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType) => throw null;

        public int Available => throw null;

        public int SendTimeout { set => throw null; }

        public int ReceiveTimeout { set => throw null; }

        public void Connect(EndPoint remoteEP) => throw null;

        public void Close() => throw null;

        public bool Poll(int microSeconds, SelectMode mode) => throw null;

        public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags) => throw null;

        public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags) => throw null;

        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue) =>
            throw null;
    }

    public class SocketException : Exception
    {
        private SocketException() => throw null;

        public int ErrorCode => throw null;
    }

    public class NetworkStream : IO.Stream
    {
        internal NetworkStream() => throw null;

        public override long Length => throw null;

        public override int Read(byte[] buffer, int offset, int count) => throw null;

        public override void Write(byte[] buffer, int offset, int count) => throw null;
    }

    // The numbers of these members are not the point: what runs on a board is compiled against the real ones.
    public enum AddressFamily
    {
        InterNetwork = 2,
    }

    public enum SocketType
    {
        Stream = 1,
        Dgram = 2,
    }

    public enum ProtocolType
    {
        Tcp = 6,
        Udp = 17,
    }

    public enum SelectMode
    {
        SelectRead = 0,
        SelectWrite = 1,
    }

    public enum SocketFlags
    {
        None = 0,
    }

    public enum SocketOptionLevel
    {
        Tcp = 6,
    }

    public enum SocketOptionName
    {
        NoDelay = 1,
    }
}

namespace System.Net.Security
{
    using System.Net.Sockets;
    using System.Security.Cryptography.X509Certificates;

    public class SslStream : NetworkStream
    {
        public SslStream(Socket socket) => throw null;

        public override long Length => throw null;

        public SslVerification SslVerification { set => throw null; }

        public void AuthenticateAsClient(
            string targetHost, X509Certificate clientCertificate, X509Certificate ca, SslProtocols enabledSslProtocols) =>
            throw null;

        public override int Read(byte[] buffer, int offset, int size) => throw null;

        public override void Write(byte[] buffer, int offset, int size) => throw null;
    }

    public enum SslProtocols
    {
        Tls12 = 0x8,
    }

    public enum SslVerification
    {
        CertificateRequired = 4,
    }
}

namespace System.Security.Cryptography.X509Certificates
{
    public class X509Certificate
    {
        internal X509Certificate() => throw null;

        public X509Certificate(string certificate) => throw null;
    }

    public class X509Certificate2 : X509Certificate
    {
        internal X509Certificate2() => throw null;
    }
}
