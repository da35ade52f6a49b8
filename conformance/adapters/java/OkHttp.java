import com.google.gson.JsonArray;
import java.util.List;
import java.util.Map;
import okhttp3.Challenge;
import okhttp3.Headers;

/** OkHttp: HttpHeaders.parseChallenges, which Response.challenges() returns. */
public final class OkHttp {
  private static JsonArray parse(List<String> lines) throws Exception {
    Headers.Builder headers = new Headers.Builder();
    try {
      for (String line : lines) headers.add("WWW-Authenticate", line);
    } catch (IllegalArgumentException e) {
      throw new Protocol.Unsupported("okhttp3.Headers refuses the value: " + e.getMessage());
    }
    List<Challenge> found = okhttp3.internal.http.HttpHeaders.parseChallenges(headers.build(), "WWW-Authenticate");
    // What cannot be read ends the list. Nothing at all, from more than empty elements, is how a rejection looks.
    if (found.isEmpty() && !String.join(",", lines).matches("[ \\t,]*")) throw new Protocol.Reject("no challenges");
    JsonArray challenges = new JsonArray();
    for (Challenge challenge : found) {
      String token68 = null;
      JsonArray params = new JsonArray();
      for (Map.Entry<String, String> param : challenge.authParams().entrySet()) {
        if (param.getKey() == null) token68 = param.getValue();
        else params.add(Protocol.param(param.getKey(), param.getValue()));
      }
      challenges.add(Protocol.challenge(challenge.scheme(), token68, params));
    }
    return challenges;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      Class.forName("okhttp3.internal.http.HttpHeaders").getMethod("parseChallenges", Headers.class, String.class);
    } catch (ReflectiveOperationException | LinkageError e) {
      Protocol.missing(e);
    }
    String version = okhttp3.internal.Version.userAgent().replace("okhttp/", "");
    Protocol.serve(
        Protocol.object("name", "okhttp", "version", version, "homepage", "https://square.github.io/okhttp/",
            "issues", "https://github.com/square/okhttp/issues", "license", "Apache-2.0"),
        List.of("challenges"),
        Protocol.object("name_case", "lower", "params", "map", "duplicates", "error", "lines", "all", "octets", "ascii"),
        (operation, lines) -> parse(lines));
  }
}
