using System;
using System.Collections.Generic;
using System.Json;
using System.Linq;
using System.Net;
using System.Text;

/// <summary>What the programs in C# share: the probes are fetched, or served, and what the library shows of them is printed.</summary>
static class Protocol {
  public static JsonValue Challenge(string scheme, string token68, params JsonValue[] parameters) {
    JsonValue payload = token68 == null ? null : new JsonPrimitive(token68);
    return new JsonObject { { "scheme", scheme }, { "token68", payload }, { "params", new JsonArray(parameters) } };
  }

  public static JsonValue Param(string name, string value) { return new JsonObject { { "name", name }, { "value", value } }; }

  public static string Line(JsonValue value) {
    var line = new StringBuilder();
    foreach (char unit in value == null ? "null" : value.ToString()) {
      if (unit < 0x7F) line.Append(unit);
      else line.AppendFormat("\\u{0:x4}", (int)unit);
    }
    return line.ToString();
  }

  public static void Show(JsonValue value) {
    Console.WriteLine(Line(value));
    Console.Out.Flush();
  }

  static JsonValue Seen<T>(Func<T, JsonValue> read, T value) {
    try {
      return read(value);
    } catch (Exception e) {
      return new JsonObject { { "fault", e.ToString() } };
    }
  }

  // The client gets the URL of a probe and returns what its user sees.
  public static void Client(JsonObject sees, Func<string, JsonValue> client) {
    Show(sees);
    int count = int.Parse(Environment.GetEnvironmentVariable("USERS_COUNT"));
    for (int number = 0; number < count; ++number)
      Show(Seen(client, Environment.GetEnvironmentVariable("USERS_URL") + "/" + number));
    Environment.Exit(0);
  }

  // A listener at the first port that is free: it cannot be asked for any that is.
  public static HttpListener Start(ref int port) {
    for (;; ++port) {
      var listener = new HttpListener();
      listener.Prefixes.Add("http://127.0.0.1:" + port + "/");
      try {
        listener.Start();
        return listener;
      } catch (Exception) {
        if (port == 65535) throw;
      }
    }
  }

  // `read` gets a request to HttpListener.
  public static void Server(JsonObject sees, Func<HttpListenerRequest, JsonValue> read) {
    int port = 20000;
    HttpListener listener = Start(ref port);
    sees.Add("port", port);
    Show(sees);
    while (true) {
      HttpListenerContext context = listener.GetContext();
      byte[] body = Encoding.ASCII.GetBytes(Line(Seen(read, context.Request)));
      context.Response.Close(body, true);
    }
  }
}
