import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.apache.hc.core5.util.VersionInfo;

/** Apache HttpClient 5 with a CredentialsProvider: URL USER PASSWORD, or --version. */
public final class HttpClient5 {
  public static void main(String[] words) throws Exception {
    if (words[0].equals("--version")) {
      System.out.println(VersionInfo.loadVersionInfo("org.apache.hc.client5", null).getRelease());
      return;
    }
    BasicCredentialsProvider provider = new BasicCredentialsProvider();
    provider.setCredentials(
        new AuthScope(null, -1), new UsernamePasswordCredentials(words[1], words[2].toCharArray()));
    RequestConfig limits = RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(8)).build();
    try (CloseableHttpClient client =
        HttpClients.custom().setDefaultCredentialsProvider(provider).setDefaultRequestConfig(limits).build()) {
      client.execute(new HttpGet(words[0]), response -> {
        EntityUtils.consume(response.getEntity());
        return null;
      });
    } catch (java.io.IOException refused) {
      // What it makes of the answer does not matter.
    }
  }
}
