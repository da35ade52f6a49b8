import com.google.gson.JsonArray;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.httpclient.Header;
import org.apache.commons.httpclient.HttpParser;
import org.apache.commons.httpclient.ProtocolException;
import org.apache.commons.httpclient.auth.AuthChallengeParser;
import org.apache.commons.httpclient.auth.BasicScheme;
import org.apache.commons.httpclient.auth.DigestScheme;
import org.apache.commons.httpclient.auth.MalformedChallengeException;
import org.apache.commons.httpclient.params.DefaultHttpParamsFactory;
import org.apache.commons.httpclient.params.HttpMethodParams;

/**
 * Commons HttpClient 3: HttpParser, which reads the field lines of a response as US-ASCII, AuthChallengeParser.parseChallenges, which
 * takes those of a 401 apart by scheme, and BasicScheme and DigestScheme, which its client hands the line of their scheme.
 */
public final class CommonsHttpClient {
  private static JsonArray params(Map<?, ?> found) {
    JsonArray params = new JsonArray();
    for (Map.Entry<?, ?> param : new TreeMap<Object, Object>(found).entrySet()) {
      params.add(Protocol.param((String) param.getKey(), (String) param.getValue()));
    }
    return params;
  }

  /** The parameters of a scheme, which its subclasses get, and its users one by one. */
  private static final class Basic extends BasicScheme {
    JsonArray params() { return CommonsHttpClient.params(getParameters()); }
  }

  private static final class Digest extends DigestScheme {
    JsonArray params() { return CommonsHttpClient.params(getParameters()); }
  }

  private static JsonArray parse(List<String> lines) throws Exception {
    JsonArray challenges = new JsonArray();
    try {
      Header[] fields = HttpParser.parseHeaders(
          new ByteArrayInputStream(Protocol.message("WWW-Authenticate", lines)), new HttpMethodParams().getHttpElementCharset());
      Map<?, ?> found = AuthChallengeParser.parseChallenges(fields);
      MalformedChallengeException malformed = null;
      for (Map.Entry<?, ?> each : new TreeMap<Object, Object>(found).entrySet()) {
        try {
          if (each.getKey().equals("basic")) {
            Basic basic = new Basic();
            basic.processChallenge((String) each.getValue());
            challenges.add(Protocol.challenge("basic", null, basic.params()));
          } else if (each.getKey().equals("digest")) {
            Digest digest = new Digest();
            digest.processChallenge((String) each.getValue());
            challenges.add(Protocol.challenge("digest", null, digest.params()));
          }
        } catch (MalformedChallengeException e) {
          malformed = e;
        }
      }
      if (challenges.isEmpty() && malformed != null) throw malformed;
    } catch (ProtocolException e) {
      // Of the response, or of a challenge.
      throw new Protocol.Reject(String.valueOf(e.getMessage()));
    }
    return challenges.isEmpty() ? Protocol.nothing(lines, "no Basic, no Digest") : challenges;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      Class.forName("org.apache.commons.httpclient.auth.AuthChallengeParser");
      Class.forName("org.apache.commons.logging.LogFactory");
    } catch (ReflectiveOperationException | LinkageError e) {
      Protocol.missing(e);
    }
    // "Jakarta Commons-HttpClient/3.1"
    String agent = String.valueOf(new DefaultHttpParamsFactory().getDefaultParams().getParameter(HttpMethodParams.USER_AGENT));
    Protocol.serve(
        Protocol.object("name", "Commons HttpClient 3", "version", agent.substring(agent.indexOf('/') + 1), "homepage",
            "https://hc.apache.org/httpclient-legacy/", "issues", "https://issues.apache.org/jira/projects/HTTPCLIENT",
            "license", "Apache-2.0"),
        List.of("challenges"),
        Protocol.object("scheme_case", "lower", "name_case", "lower", "params", "map", "duplicates", "last", "token68", false, "lines",
            "all", "same_scheme", "last", "only_schemes", List.of("Basic", "Digest"), "octets", "ascii", "input", "message"),
        (operation, lines) -> parse(lines));
  }
}
