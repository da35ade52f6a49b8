using System.Json;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

/// <summary>System.Net.Http: what HttpClient shows of a response, and AuthenticationHeaderValue of a request to HttpListener.</summary>
static class SystemNetHttp {
  static JsonValue Shown(AuthenticationHeaderValue found) {
    // A payload that is no token68 is text that nothing takes apart.
    bool opaque = found.Parameter != null && Regex.IsMatch(found.Parameter, @"\A[A-Za-z0-9._~+/-]+=*\z");
    return Protocol.Challenge(found.Scheme, opaque ? found.Parameter : null);
  }

  static void Main(string[] arguments) {
    if (arguments[0] == "credentials") {
      Protocol.Server(new JsonObject(), request => {
        AuthenticationHeaderValue found;
        string field = request.Headers["Authorization"];
        return AuthenticationHeaderValue.TryParse(field, out found) ? new JsonArray(Shown(found)) : null;
      });
    }
    var client = new HttpClient();
    Protocol.Client(new JsonObject(),
                    url => new JsonArray(client.GetAsync(url).Result.Headers.WwwAuthenticate.Select(Shown).ToArray()));
  }
}
