import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** java.net.http.HttpClient with an Authenticator: URL USER PASSWORD. */
public final class NetHttp {
  public static void main(String[] words) throws Exception {
    HttpClient client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .authenticator(new Authenticator() {
          @Override protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(words[1], words[2].toCharArray());
          }
        })
        .build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(words[0])).timeout(Duration.ofSeconds(8)).build();
    try {
      client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (java.io.IOException refused) {
      // What it makes of the answer does not matter.
    }
    System.exit(0);
  }
}
