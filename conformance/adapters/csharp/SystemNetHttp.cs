using System;
using System.Linq;
using System.Json;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

/// <summary>
/// System.Net.Http: WwwAuthenticate of a response's headers, which HttpClient fills with TryAddWithoutValidation, and Authorization of a
/// request's, of whose lines HttpListener keeps the last. The argument says which of the two. What follows the scheme is shown as the
/// text that it is: where that text is a token68, it is the payload, and else parameters that nothing in the API takes apart.
/// </summary>
static class SystemNetHttp {
  static readonly Regex Token68 = new Regex(@"\A[A-Za-z0-9._~+/-]+=*\z");

  static JsonValue Shown(AuthenticationHeaderValue found) {
    string token68 = found.Parameter != null && Token68.IsMatch(found.Parameter) ? found.Parameter : null;
    return Protocol.Challenge(found.Scheme, token68, new JsonValue[0]);
  }

  static JsonValue Parse(string operation, string[] lines) {
    if (operation == "credentials") {
      var request = new HttpRequestMessage();
      request.Headers.TryAddWithoutValidation("Authorization", lines.Last());
      AuthenticationHeaderValue credentials = request.Headers.Authorization;
      if (credentials == null) throw new Protocol.Reject("null");
      return Shown(credentials);
    }
    var response = new HttpResponseMessage();
    response.Headers.TryAddWithoutValidation("WWW-Authenticate", lines);
    var challenges = response.Headers.WwwAuthenticate.Select(Shown).ToList();
    return challenges.Count == 0 ? Protocol.Nothing(lines, "no challenges") : Protocol.List(challenges);
  }

  static void Main(string[] arguments) {
    string operation = arguments[0];
    Protocol.Serve(Protocol.Object("name", "System.Net.Http (Mono)", "version", Protocol.Runtime().Split(' ')[1], "homepage",
                                   "https://www.mono-project.com/", "issues", "https://github.com/mono/mono/issues", "license", "MIT"),
                   new[] { operation },
                   Protocol.Object("params", "none", "lines", operation == "credentials" ? "last" : "all", "octets", "latin1"), Parse);
  }
}
