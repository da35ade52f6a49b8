using System;
using System.Json;
using System.Net;

/// <summary>Mono's HttpWebRequest: the Authorization field that it answers a Digest challenge with.</summary>
static class DigestHeaderParser {
  static void Main() {
    var sees = new JsonObject { { "answer", true }, { "schemes", new JsonArray("Digest") } };
    Protocol.Client(sees, url => {
      var request = (HttpWebRequest)WebRequest.Create(url);
      var credentials = new CredentialCache();
      credentials.Add(new Uri(url), "Digest", new NetworkCredential("user", "password"));
      request.Credentials = credentials;
      try {
        request.GetResponse().Close();
      } catch (WebException e) {
        if (e.Response == null) throw;
        e.Response.Close();
      }
      return request.Headers["Authorization"];
    });
  }
}
