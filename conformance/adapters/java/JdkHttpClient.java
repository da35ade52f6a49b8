import com.google.gson.JsonArray;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * The JDK's java.net.http: the realm that its client asks an Authenticator for a password for. It knows Basic, and asks while it talks
 * to a server.
 */
public final class JdkHttpClient {
  private static final List<String> REALMS = new ArrayList<>();
  // One client for all: it keeps nothing of a challenge that it got no password for.
  private static final HttpClient.Builder BUILDER = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
  private static final HttpClient CLIENT = BUILDER.authenticator(new Authenticator() {
    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      REALMS.add(getRequestingPrompt());
      return null;
    }
  }).build();

  private static JsonArray parse(Loopback server, List<String> lines) throws Exception {
    REALMS.clear();
    server.answerWith(lines);
    String why = "not asked";
    try {
      CLIENT.send(HttpRequest.newBuilder(URI.create(server.url())).build(), HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    JsonArray challenges = new JsonArray();
    for (String realm : REALMS) {
      JsonArray params = new JsonArray();
      if (realm != null) params.add(Protocol.param("realm", realm));
      challenges.add(Protocol.challenge("Basic", null, params));
    }
    return challenges.isEmpty() ? Protocol.nothing(lines, why) : challenges;
  }

  public static void main(String[] arguments) throws Exception {
    Loopback server;
    try {
      server = new Loopback();
    } catch (IOException e) {
      Protocol.missing(e);
      return;
    }
    Protocol.serve(
        Protocol.object("name", "JDK java.net.http", "version", System.getProperty("java.version"), "homepage",
            "https://openjdk.org/", "issues", "https://bugs.openjdk.org/", "license", "GPL-2.0-only WITH Classpath-exception-2.0"),
        List.of("challenges"),
        Protocol.object("scheme_case", "title", "params", "map", "duplicates", "first", "token68", false, "lines", "all", "challenges",
            "first", "only_schemes", List.of("Basic"), "only_params", List.of("realm"), "octets", "latin1", "input", "message"),
        (operation, lines) -> parse(server, lines));
    System.exit(0);  // the threads of the client go on
  }
}
