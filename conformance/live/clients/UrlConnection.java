import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URL;

/** HttpURLConnection with an Authenticator: URL USER PASSWORD. */
public final class UrlConnection {
  public static void main(String[] words) throws Exception {
    Authenticator.setDefault(new Authenticator() {
      @Override protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(words[1], words[2].toCharArray());
      }
    });
    HttpURLConnection connection = (HttpURLConnection) new URL(words[0]).openConnection();
    connection.setReadTimeout(8000);
    try (InputStream answer = connection.getInputStream()) {
      answer.readAllBytes();
    } catch (java.io.IOException refused) {
      // What it makes of the answer does not matter.
    }
  }
}
