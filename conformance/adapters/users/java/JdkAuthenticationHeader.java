import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

/** The JDK's HttpURLConnection: the realm that it asks an Authenticator for a password for, of Digest before Basic. */
public final class JdkAuthenticationHeader {
  public static void main(String[] arguments) throws Exception {
    List<Object> seen = new ArrayList<>();
    Authenticator authenticator = new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        seen.add(Protocol.challenge(getRequestingScheme(), null, List.of(Protocol.param("realm", getRequestingPrompt()))));
        return null;
      }
    };
    Protocol.client(Protocol.object("prefers", List.of("digest", "basic"), "schemes", List.of("digest", "basic"), "realms", true), url -> {
      seen.clear();
      HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
      connection.setAuthenticator(authenticator);
      connection.getResponseCode();
      return seen;
    });
  }
}
