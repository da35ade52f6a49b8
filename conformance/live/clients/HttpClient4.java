import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.CredentialsProvider;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;
import org.apache.http.util.VersionInfo;

/** Apache HttpClient 4 with a CredentialsProvider: URL USER PASSWORD, or --version. */
public final class HttpClient4 {
  public static void main(String[] words) throws Exception {
    if (words[0].equals("--version")) {
      System.out.println(VersionInfo.loadVersionInfo("org.apache.http.client", null).getRelease());
      return;
    }
    CredentialsProvider provider = new BasicCredentialsProvider();
    provider.setCredentials(AuthScope.ANY, new UsernamePasswordCredentials(words[1], words[2]));
    RequestConfig limits = RequestConfig.custom().setConnectTimeout(8000).setSocketTimeout(8000).build();
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
