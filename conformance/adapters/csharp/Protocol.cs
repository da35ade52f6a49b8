using System;
using System.Collections.Generic;
using System.IO;
using System.Json;
using System.Linq;
using System.Text;

/// <summary>
/// The adapter protocol (PROTOCOL.md, section 3) for C#: the loop, the octets and the ends of a request.
///
/// An adapter hands the lines of a request to its library and returns what came back. It throws Reject where the library rejects in its
/// documented way, and Unsupported where the library cannot be asked that; every other exception is a fault of the library. A string of
/// the protocol has one UTF-16 unit U+0000..U+00FF for each octet, which is also how .NET hands field values over.
/// </summary>
static class Protocol {
  public sealed class Reject : Exception {
    public Reject(string message) : base(message) {}
  }

  public sealed class Unsupported : Exception {
    public Unsupported(string message) : base(message) {}
  }

  static readonly Stream Out = Console.OpenStandardOutput();

  public static JsonObject Object(params object[] pairs) {
    var found = new JsonObject();
    for (int i = 0; i < pairs.Length; i += 2) found.Add((string)pairs[i], Json(pairs[i + 1]));
    return found;
  }

  public static JsonArray List(IEnumerable<JsonValue> elements) { return new JsonArray(elements); }

  static JsonValue Json(object value) {
    if (value is bool) return new JsonPrimitive((bool)value);
    if (value is int) return new JsonPrimitive((int)value);
    if (value is string) return new JsonPrimitive((string)value);
    if (value is string[]) return List(((string[])value).Select(each => (JsonValue) new JsonPrimitive(each)));
    return (JsonValue)value;
  }

  // What a library returned; a string that is not an octet string stands for its UTF-8 octets.
  static string Text(string value) {
    return value.All(unit => unit <= 0xFF) ? value : new string(Encoding.UTF8.GetBytes(value).Select(octet => (char)octet).ToArray());
  }

  public static JsonValue Param(string name, string value) { return Object("name", Text(name), "value", Text(value)); }

  public static JsonValue Challenge(string scheme, string token68, IEnumerable<JsonValue> parameters) {
    return Object("scheme", Text(scheme), "token68", token68 == null ? null : Text(token68), "params", List(parameters));
  }

  // C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does,
  // else the usual one, so that a library that reads another pair than was sent cannot hide it.
  public static JsonValue BasicCredentials(string user, string password, Encoding encoding, string line) {
    byte[] pair = encoding.GetBytes(user + ":" + password);
    string sent = line.Trim(' ', '\t').Split(' ', '\t').Last();
    bool asSent = false;
    try {
      asSent = Convert.FromBase64String(sent).SequenceEqual(pair);
    } catch (FormatException) {
    }
    return Challenge("Basic", asSent ? sent : Convert.ToBase64String(pair), new JsonValue[0]);
  }

  // For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how it rejects.
  public static JsonValue Nothing(string[] lines, string why) {
    if (lines.Any(line => line.Trim(' ', '\t', ',') != "")) throw new Reject(why);
    return new JsonArray();
  }

  static void Say(JsonObject answer) {
    var line = new StringBuilder();
    foreach (char unit in answer.ToString()) {
      if (unit >= ' ' && unit < 0x7F) line.Append(unit);
      else line.AppendFormat("\\u{0:x4}", (int)unit);
    }
    byte[] octets = Encoding.ASCII.GetBytes(line.Append('\n').ToString());
    Out.Write(octets, 0, octets.Length);
    Out.Flush();
  }

  public static string Runtime() {
    var name = typeof(object).Assembly.GetType("Mono.Runtime");
    var method = name == null ? null : name.GetMethod("GetDisplayName", System.Reflection.BindingFlags.NonPublic |
                                                                            System.Reflection.BindingFlags.Static);
    return method == null ? ".NET " + Environment.Version : "Mono " + ((string)method.Invoke(null, null)).Split(' ')[0];
  }

  public static void Serve(JsonObject implementation, string[] operations, JsonObject observes,
                           Func<string, string[], JsonValue> parse) {
    implementation.Add("language", "C#");
    implementation.Add("runtime", Runtime());
    var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false), false, 1 << 16);
    for (string line = input.ReadLine(); line != null; line = input.ReadLine()) {
      JsonValue query = JsonValue.Parse(line);
      string command = query["cmd"];
      if (command == "stop") return;
      if (command == "hello") {
        Say(Object("protocol", 1, "implementation", implementation, "operations", operations, "serializes", new string[0], "observes",
                   observes));
        continue;
      }
      string operation = query["operation"];
      JsonObject answer = Object("outcome", "unsupported", "reason", command + " " + operation);
      if (command == "parse" && operations.Contains(operation)) {
        string[] lines = ((JsonArray)query["lines"]).Select(each => (string)each).ToArray();
        answer = Ask(parse, operation, lines, observes);
      }
      answer.Add("seq", query["seq"]);
      Say(answer);
    }
  }

  // The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
  static string[] LinesFor(JsonObject observes, string[] lines) {
    string takes = observes.ContainsKey("lines") ? (string)observes["lines"] : "all";
    if (takes == "all") return lines;
    if (lines.Length > 1 && (takes == "one" || takes == "each")) throw new Unsupported("one field line only");
    return lines.Length == 0 ? new[] { "" } : lines;
  }

  static JsonObject Ask(Func<string, string[], JsonValue> parse, string operation, string[] lines, JsonObject observes) {
    try {
      return Object("outcome", "accept", operation == "auth-info" ? "params" : operation, parse(operation, LinesFor(observes, lines)));
    } catch (Reject e) {
      return Object("outcome", "reject", "error", Text(e.Message));
    } catch (Unsupported e) {
      return Object("outcome", "unsupported", "reason", Text(e.Message));
    } catch (Exception e) {
      return Object("outcome", "fault", "error", Text(e.GetType() + ": " + e.Message));
    }
  }

  // Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
  public static void Missing(string why) {
    Console.ReadLine();
    Say(Object("protocol", 1, "error", Text(why)));
    Environment.Exit(3);
  }
}
