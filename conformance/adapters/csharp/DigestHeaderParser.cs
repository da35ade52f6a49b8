using System;
using System.Collections.Generic;
using System.Json;
using System.Linq;
using System.Net;
using System.Reflection;

/// <summary>
/// Mono's HttpWebRequest: System.Net.DigestHeaderParser, which it gives each field line of a 401 or 407 to by itself, until it can answer
/// one. An internal class with a property for each of the parameters that an answer needs.
/// </summary>
static class DigestHeaderParser {
  const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
  static readonly string[] Shown = { "Realm", "Opaque", "Nonce", "Algorithm", "QOP" };

  static readonly Type Parser = typeof(HttpWebRequest).Assembly.GetType("System.Net.DigestHeaderParser");

  static JsonValue Parse(string operation, string[] lines) {
    var found = new List<JsonValue>();
    try {
      object parser = Activator.CreateInstance(Parser, Any, null, new object[] { lines[0] }, null);
      if (!(bool)Parser.GetMethod("Parse", Any).Invoke(parser, null)) return Protocol.Nothing(lines, "false");
      foreach (string name in Shown) {
        var value = (string)Parser.GetProperty(name, Any).GetValue(parser, null);
        if (value != null) found.Add(Protocol.Param(name.ToLowerInvariant(), value));
      }
    } catch (TargetInvocationException e) {
      throw e.InnerException;
    }
    return Protocol.List(new[] { Protocol.Challenge("Digest", null, found) });
  }

  static void Main() {
    if (Parser == null || Parser.GetMethod("Parse", Any) == null || Shown.Any(name => Parser.GetProperty(name, Any) == null))
      Protocol.Missing("there is no System.Net.DigestHeaderParser");
    Protocol.Serve(
        Protocol.Object("name", "Mono HttpWebRequest (Digest)", "version", Protocol.Runtime().Split(' ')[1], "homepage",
                        "https://www.mono-project.com/", "issues", "https://github.com/mono/mono/issues", "license", "MIT"),
        new[] { "challenges" },
        Protocol.Object("scheme_case", "title", "name_case", "lower", "params", "map", "duplicates", "error", "token68", false, "lines",
                        "each", "challenges", "first", "only_schemes", new[] { "Digest" }, "only_params",
                        Shown.Select(name => name.ToLowerInvariant()).ToArray(), "octets", "latin1"),
        Parse);
  }
}
