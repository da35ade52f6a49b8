import java.net.PasswordAuthentication;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.JavaNetAuthenticator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.Version;

/** OkHttp with its own JavaNetAuthenticator, which is asked once: URL USER PASSWORD, or --version. */
public final class OkHttp {
  public static void main(String[] words) throws Exception {
    if (words[0].equals("--version")) {
      System.out.println(Version.userAgent());
      return;
    }
    java.net.Authenticator.setDefault(new java.net.Authenticator() {
      @Override protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(words[1], words[2].toCharArray());
      }
    });
    Authenticator reader = new JavaNetAuthenticator();
    OkHttpClient client = new OkHttpClient.Builder()
        .readTimeout(8, TimeUnit.SECONDS)
        .authenticator((route, response) ->
            response.request().header("Authorization") != null ? null : reader.authenticate(route, response))
        .build();
    try (Response response = client.newCall(new Request.Builder().url(words[0]).build()).execute()) {
      response.body().bytes();
    } catch (java.io.IOException refused) {
      // What it makes of the answer does not matter.
    }
    System.exit(0);
  }
}
