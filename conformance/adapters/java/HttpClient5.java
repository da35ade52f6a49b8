import com.google.gson.JsonArray;
import java.util.List;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.impl.auth.AuthChallengeParser;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.ParserCursor;
import org.apache.hc.core5.util.VersionInfo;

/**
 * Apache HttpClient 5: AuthChallengeParser, which its client calls for each field line of a 401 or 407 by itself, and goes on with the
 * next line where it rejects one.
 */
public final class HttpClient5 {
  private static JsonArray parse(String value) throws Exception {
    List<AuthChallenge> found;
    try {
      found = AuthChallengeParser.INSTANCE.parse(ChallengeType.TARGET, value, new ParserCursor(0, value.length()));
    } catch (ParseException e) {
      throw new Protocol.Reject(String.valueOf(e.getMessage()));
    }
    JsonArray challenges = new JsonArray();
    for (AuthChallenge challenge : found) {
      JsonArray params = new JsonArray();
      if (challenge.getParams() != null) {
        for (NameValuePair param : challenge.getParams()) params.add(Protocol.param(param.getName(), param.getValue()));
      }
      challenges.add(Protocol.challenge(challenge.getSchemeName(), challenge.getValue(), params));
    }
    return challenges;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      Class.forName("org.apache.hc.client5.http.impl.auth.AuthChallengeParser");
      Class.forName("org.apache.hc.core5.http.message.ParserCursor");
    } catch (ReflectiveOperationException | LinkageError e) {
      Protocol.missing(e);
    }
    String version = VersionInfo.loadVersionInfo("org.apache.hc.client5", HttpClient5.class.getClassLoader()).getRelease();
    Protocol.serve(
        Protocol.object("name", "Apache HttpClient 5", "version", version, "homepage",
            "https://hc.apache.org/", "issues", "https://issues.apache.org/jira/projects/HTTPCLIENT", "license", "Apache-2.0"),
        List.of("challenges"), Protocol.object("lines", "each", "octets", "latin1"),
        (operation, lines) -> parse(lines.get(0)));
  }
}
