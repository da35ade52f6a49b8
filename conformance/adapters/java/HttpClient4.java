import com.google.gson.JsonArray;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.HttpVersion;
import org.apache.http.auth.AuthScheme;
import org.apache.http.auth.MalformedChallengeException;
import org.apache.http.client.AuthenticationStrategy;
import org.apache.http.impl.auth.BasicScheme;
import org.apache.http.impl.auth.DigestScheme;
import org.apache.http.impl.client.TargetAuthenticationStrategy;
import org.apache.http.message.BasicHttpResponse;
import org.apache.http.message.BasicHeader;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.util.VersionInfo;

/**
 * Apache HttpClient 4: TargetAuthenticationStrategy.getChallenges, which takes the field lines of a 401 apart by scheme, and
 * BasicScheme and DigestScheme, which its client hands the line of their scheme.
 */
public final class HttpClient4 {
  private static final AuthenticationStrategy STRATEGY = TargetAuthenticationStrategy.INSTANCE;
  private static final HttpHost HOST = new HttpHost("127.0.0.1");

  private static JsonArray params(Map<String, String> found) {
    JsonArray params = new JsonArray();
    for (Map.Entry<String, String> param : new TreeMap<>(found).entrySet()) {
      params.add(Protocol.param(param.getKey(), param.getValue()));
    }
    return params;
  }

  /** The parameters of a scheme, which its subclasses get, and its users one by one. */
  private static final class Basic extends BasicScheme {
    private static final long serialVersionUID = 1;

    JsonArray params() { return HttpClient4.params(getParameters()); }
  }

  private static final class Digest extends DigestScheme {
    private static final long serialVersionUID = 1;

    JsonArray params() { return HttpClient4.params(getParameters()); }
  }

  private static JsonArray parse(List<String> lines) throws Exception {
    HttpResponse response = new BasicHttpResponse(HttpVersion.HTTP_1_1, 401, "Unauthorized");
    for (String line : lines) response.addHeader(new BasicHeader("WWW-Authenticate", line));
    JsonArray challenges = new JsonArray();
    try {
      Map<String, Header> found = STRATEGY.getChallenges(HOST, response, new BasicHttpContext());
      MalformedChallengeException malformed = null;
      for (Map.Entry<String, Header> each : new TreeMap<>(found).entrySet()) {
        try {
          if (each.getKey().equals("basic")) {
            Basic basic = new Basic();
            basic.processChallenge(each.getValue());
            challenges.add(Protocol.challenge("basic", null, basic.params()));
          } else if (each.getKey().equals("digest")) {
            Digest digest = new Digest();
            digest.processChallenge(each.getValue());
            challenges.add(Protocol.challenge("digest", null, digest.params()));
          }
        } catch (MalformedChallengeException e) {
          malformed = e;
        }
      }
      if (challenges.isEmpty() && malformed != null) throw malformed;
    } catch (MalformedChallengeException e) {
      throw new Protocol.Reject(String.valueOf(e.getMessage()));
    }
    return challenges.isEmpty() ? Protocol.nothing(lines, "no Basic, no Digest") : challenges;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      Class.forName("org.apache.http.impl.auth.DigestScheme");
      Class.forName("org.apache.http.message.BasicHeader");
    } catch (ReflectiveOperationException | LinkageError e) {
      Protocol.missing(e);
    }
    String version = VersionInfo.loadVersionInfo("org.apache.http.client", HttpClient4.class.getClassLoader()).getRelease();
    Protocol.serve(
        Protocol.object("name", "Apache HttpClient 4", "version", version, "homepage",
            "https://hc.apache.org/", "issues", "https://issues.apache.org/jira/projects/HTTPCLIENT", "license", "Apache-2.0"),
        List.of("challenges"),
        Protocol.object("scheme_case", "lower", "name_case", "lower", "params", "map", "duplicates", "last", "token68", false, "lines",
            "all", "same_scheme", "last", "only_schemes", List.of("Basic", "Digest"), "octets", "latin1"),
        (operation, lines) -> parse(lines));
  }
}
