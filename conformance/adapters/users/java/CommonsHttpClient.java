import java.util.ArrayList;
import java.util.List;
import org.apache.commons.httpclient.Credentials;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.ProtocolException;
import org.apache.commons.httpclient.auth.AuthPolicy;
import org.apache.commons.httpclient.auth.AuthScheme;
import org.apache.commons.httpclient.auth.CredentialsProvider;
import org.apache.commons.httpclient.methods.GetMethod;

/** Commons HttpClient 3: the scheme and the realm that it asks a CredentialsProvider for credentials for. */
public final class CommonsHttpClient {
  public static void main(String[] arguments) throws Exception {
    List<Object> seen = new ArrayList<>();
    CredentialsProvider provider = new CredentialsProvider() {
      @Override
      public Credentials getCredentials(AuthScheme scheme, String host, int port, boolean proxy) {
        seen.add(Protocol.challenge(scheme.getSchemeName(), null, List.of(Protocol.param("realm", scheme.getRealm()))));
        return null;
      }
    };
    HttpClient client = new HttpClient();
    client.getParams().setParameter(CredentialsProvider.PROVIDER, provider);
    client.getParams().setParameter(AuthPolicy.AUTH_SCHEME_PRIORITY, List.of(AuthPolicy.DIGEST, AuthPolicy.BASIC));
    Protocol.client(
        Protocol.object("prefers", List.of("digest", "basic"), "schemes", List.of("digest", "basic"), "realms", true, "decodes", "utf-8"),
        url -> {
          seen.clear();
          GetMethod get = new GetMethod(url);
          try {
            client.executeMethod(get);
          } catch (ProtocolException e) {
            return seen;  // how it refuses a response
          } finally {
            get.releaseConnection();
          }
          return seen;
        });
  }
}
