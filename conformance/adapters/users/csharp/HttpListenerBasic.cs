using System;
using System.IO;
using System.Json;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

/// <summary>
/// Mono's HttpListener with AuthenticationSchemes.Basic: the user of a request, where it has one. Some requests it answers itself, and
/// what it cannot take comes out of GetContext, so that all reach it through a socket of this program's own.
/// </summary>
static class HttpListenerBasic {
  static volatile JsonValue seen;

  static void Listen(HttpListener listener) {
    while (true) {
      try {
        HttpListenerContext context = listener.GetContext();
        var identity = context.User == null ? null : (HttpListenerBasicIdentity)context.User.Identity;
        if (identity != null)
          seen = new JsonArray(Protocol.Challenge("Basic", null, Protocol.Param("username", identity.Name),
                                                  Protocol.Param("password", identity.Password)));
        context.Response.Close();
      } catch (Exception e) {
        seen = new JsonObject { { "fault", e.ToString() } };
      }
    }
  }

  // Sends a request on, and waits until it has been answered or has come out as an exception.
  static JsonValue Ask(int port, byte[] request) {
    seen = null;
    using (var client = new TcpClient("127.0.0.1", port)) {
      client.GetStream().Write(request, 0, request.Length);
      client.ReceiveTimeout = 1000;
      try {
        client.GetStream().Read(new byte[4096], 0, 4096);
      } catch (IOException) {
      }
    }
    return seen;
  }

  static void Main() {
    int port = 21000;
    HttpListener listener = Protocol.Start(ref port);
    listener.AuthenticationSchemes = AuthenticationSchemes.Basic;
    new Thread(() => Listen(listener)) { IsBackground = true }.Start();
    var front = new TcpListener(IPAddress.Loopback, 0);
    front.Start();
    Protocol.Show(new JsonObject { { "port", ((IPEndPoint)front.LocalEndpoint).Port }, { "user_pass", "utf-8" }, { "decodes", "utf-8" } });
    while (true) {
      using (TcpClient client = front.AcceptTcpClient()) {
        var head = new byte[65536];
        int length = 0;
        while (!Encoding.ASCII.GetString(head, 0, length).Contains("\r\n\r\n"))
          length += client.GetStream().Read(head, length, head.Length - length);
        Array.Resize(ref head, length);
        byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + Protocol.Line(Ask(port, head)));
        client.GetStream().Write(answer, 0, answer.Length);
      }
    }
  }
}
