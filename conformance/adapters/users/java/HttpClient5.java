import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Apache HttpClient 5: the challenges that its client hands to an AuthenticationStrategy, the first of each scheme. */
public final class HttpClient5 {
  public static void main(String[] arguments) throws Exception {
    List<Object> seen = new ArrayList<>();
    DefaultAuthenticationStrategy strategy = new DefaultAuthenticationStrategy() {
      @Override
      public List<AuthScheme> select(ChallengeType type, Map<String, AuthChallenge> challenges, HttpContext context) {
        for (AuthChallenge challenge : challenges.values()) {
          List<Object> params = new ArrayList<>();
          if (challenge.getParams() != null) {
            for (NameValuePair param : challenge.getParams()) params.add(Protocol.param(param.getName(), param.getValue()));
          }
          seen.add(Protocol.challenge(challenge.getSchemeName(), challenge.getValue(), params));
        }
        return List.of();
      }
    };
    try (CloseableHttpClient client = HttpClients.custom().setTargetAuthenticationStrategy(strategy).build()) {
      Protocol.client(Protocol.object("same_scheme", "first", "unordered", true), url -> {
        seen.clear();
        client.execute(new HttpGet(url), response -> null);
        return seen;
      });
    }
  }
}
