import com.google.gson.JsonArray;
import java.io.EOFException;
import java.util.List;
import java.util.Map;
import okhttp3.Challenge;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.internal.http.HttpHeaders;
import okhttp3.internal.http1.Http1Codec;
import okio.Buffer;

/**
 * OkHttp: Http1Codec.readHeaders, which reads the field lines of a response off the connection and decodes them as UTF-8, and
 * HttpHeaders.parseChallenges, which Response.challenges() returns.
 */
public final class OkHttp {
  private static final OkHttpClient CLIENT = new OkHttpClient();

  private static JsonArray parse(List<String> lines) throws Exception {
    Buffer connection = new Buffer().write(Protocol.message("WWW-Authenticate", lines));
    Headers headers;
    try {
      headers = new Http1Codec(CLIENT, null, connection, new Buffer()).readHeaders();
    } catch (EOFException e) {
      throw new Protocol.Unsupported("limit");
    }
    List<Challenge> found = HttpHeaders.parseChallenges(headers, "WWW-Authenticate");
    // What cannot be read ends the list.
    if (found.isEmpty()) return Protocol.nothing(lines, "no challenges");
    JsonArray challenges = new JsonArray();
    for (Challenge challenge : found) {
      String token68 = null;
      JsonArray params = new JsonArray();
      for (Map.Entry<String, String> param : challenge.authParams().entrySet()) {
        String value = Protocol.utf8(param.getValue());
        if (param.getKey() == null) token68 = value;
        else params.add(Protocol.param(Protocol.utf8(param.getKey()), value));
      }
      challenges.add(Protocol.challenge(Protocol.utf8(challenge.scheme()), token68, params));
    }
    return challenges;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      Class.forName("okhttp3.internal.http.HttpHeaders").getMethod("parseChallenges", Headers.class, String.class);
      Class.forName("okhttp3.internal.http1.Http1Codec").getMethod("readHeaders");
    } catch (ReflectiveOperationException | LinkageError e) {
      Protocol.missing(e);
    }
    String version = okhttp3.internal.Version.userAgent().replace("okhttp/", "");
    Protocol.serve(
        Protocol.object("name", "okhttp", "version", version, "homepage", "https://square.github.io/okhttp/",
            "issues", "https://github.com/square/okhttp/issues", "license", "Apache-2.0"),
        List.of("challenges"),
        Protocol.object("name_case", "lower", "params", "map", "duplicates", "error", "lines", "all", "octets", "bytes", "input",
            "message"),
        (operation, lines) -> parse(lines));
  }
}
