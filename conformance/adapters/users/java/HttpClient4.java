import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.http.auth.AuthScheme;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.Credentials;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/** Apache HttpClient 4: the realm that its client asks a CredentialsProvider for credentials for, of Digest before Basic. */
public final class HttpClient4 {
  public static void main(String[] arguments) throws Exception {
    List<Object> seen = new ArrayList<>();
    CredentialsProvider provider = new CredentialsProvider() {
      @Override
      public Credentials getCredentials(AuthScope scope) {
        seen.add(Protocol.challenge(scope.getScheme(), null, List.of(Protocol.param("realm", scope.getRealm()))));
        return null;
      }

      @Override
      public void setCredentials(AuthScope scope, Credentials credentials) {}

      @Override
      public void clear() {}
    };
    RequestConfig config = RequestConfig.custom().setTargetPreferredAuthSchemes(List.of("Digest", "Basic")).build();
    try (CloseableHttpClient client =
        HttpClients.custom().setDefaultCredentialsProvider(provider).setDefaultRequestConfig(config).build()) {
      // It goes on to the next scheme where there are no credentials.
      Protocol.client(Protocol.object("realms", true, "unordered", true), url -> {
        seen.clear();
        client.execute(new HttpGet(url)).close();
        return seen;
      });
    }
  }
}
