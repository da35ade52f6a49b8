import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The JDK's java.net.http: the realms that a client, which keeps its connections, asks for a password for. */
public final class JdkHttpClient {
  public static void main(String[] arguments) throws Exception {
    List<Object> seen = new ArrayList<>();
    HttpClient client = HttpClient.newBuilder().authenticator(new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        seen.add(Protocol.challenge("Basic", null, List.of(Protocol.param("realm", getRequestingPrompt()))));
        return null;
      }
    }).build();
    Protocol.client(Protocol.object("realms", true), url -> {
      seen.clear();
      try {
        client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        return seen;  // as where there are no credentials
      }
      return seen;
    });
  }
}
