import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.util.ServerInfo;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.parser.Authorization;

/**
 * Tomcat: Authorization.parseAuthorizationDigest, which DigestAuthenticator calls, or BasicAuthenticator.BasicCredentials, as
 * BasicAuthenticator makes it. Both get the first Authorization line of a request.
 */
public final class Tomcat {
  private static final boolean TRIM = new BasicAuthenticator().getTrimCredentials();

  private static JsonElement digest(String value) throws Exception {
    Map<String, String> found;
    try {
      found = Authorization.parseAuthorizationDigest(new StringReader(value));
    } catch (IOException e) {
      throw new Protocol.Reject(e.toString());
    }
    if (found == null) throw new Protocol.Reject("null");
    JsonArray params = new JsonArray();
    for (Map.Entry<String, String> param : new TreeMap<>(found).entrySet()) {
      params.add(Protocol.param(param.getKey(), param.getValue()));
    }
    return Protocol.challenge("Digest", null, params);
  }

  private static JsonElement basic(String value) throws Exception {
    byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
    ByteChunk chunk = new ByteChunk();
    chunk.setBytes(octets, 0, octets.length);
    try {
      BasicAuthenticator.BasicCredentials found =
          new BasicAuthenticator.BasicCredentials(chunk, StandardCharsets.ISO_8859_1, TRIM);
      // Without a colon there is no password.
      if (found.getPassword() == null) throw new Protocol.Reject("no password");
      return Protocol.basicCredentials(found.getUsername(), found.getPassword(), value);
    } catch (IllegalArgumentException e) {
      throw new Protocol.Reject(String.valueOf(e.getMessage()));
    }
  }

  public static void main(String[] arguments) throws Exception {
    try {
      Class.forName("org.apache.tomcat.util.http.parser.Authorization");
      Class.forName("org.apache.catalina.authenticator.BasicAuthenticator$BasicCredentials");
    } catch (ReflectiveOperationException | LinkageError e) {
      Protocol.missing(e);
    }
    boolean digest = arguments[0].equals("digest");
    Protocol.serve(
        Protocol.object("name", digest ? "Tomcat, Digest" : "Tomcat, Basic", "version", ServerInfo.getServerNumber(), "homepage",
            "https://tomcat.apache.org/", "issues", "https://bz.apache.org/bugzilla/", "license", "Apache-2.0"),
        List.of("credentials"),
        digest
            ? Protocol.object("scheme_case", "title", "name_case", "lower", "params", "map", "duplicates", "last", "token68", false,
                "lines", "first", "only_schemes", List.of("Digest"), "octets", "latin1")
            : Protocol.object("scheme_case", "title", "params", "none", "lines", "first", "only_schemes", List.of("Basic"), "octets",
                "latin1"),
        (operation, lines) -> digest ? digest(lines.get(0)) : basic(lines.get(0)));
  }
}
