import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import javax.servlet.ServletException;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.DigestAuthenticator;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/**
 * Tomcat: the user-id and password that its BasicAuthenticator asks a Realm about, and what DigestAuthenticator.DigestInfo has read
 * before it checks the nonce, in an embedded server.
 */
public final class Tomcat {
  private static final String[][] DIGEST = {{"userName", "username"}, {"realmName", "realm"}, {"nonce", "nonce"}, {"nc", "nc"},
      {"cnonce", "cnonce"}, {"qop", "qop"}, {"uri", "uri"}, {"response", "response"}, {"opaqueReceived", "opaque"}};
  private static Object seen;

  private static final class Realm extends RealmBase {
    @Override
    public java.security.Principal authenticate(String user, String password) {
      List<Object> params = new ArrayList<>(List.of(Protocol.param("username", user)));
      if (password != null) params.add(Protocol.param("password", password));
      seen = password == null ? null : List.of(Protocol.challenge("Basic", null, params));
      return null;
    }

    @Override
    protected String getPassword(String user) { return null; }

    @Override
    protected java.security.Principal getPrincipal(String user) { return null; }
  }

  /** Shows what was seen, in place of the page of a 401. */
  private static final class Show extends ValveBase {
    private final boolean digest;

    Show(boolean digest) { this.digest = digest; }

    @Override
    public void invoke(Request request, Response response) throws java.io.IOException, ServletException {
      seen = null;
      try {
        if (digest) seen = digest(request);
        else getNext().invoke(request, response);
      } catch (Exception | Error e) {
        seen = Protocol.object("fault", e.toString());
      }
      response.setSuspended(false);
      response.reset();
      response.getOutputStream().write(Protocol.json(seen).getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    }
  }

  private static Object digest(Request request) throws Exception {
    DigestAuthenticator.DigestInfo info = new DigestAuthenticator.DigestInfo("opaque", 1, "key", Map.of(), false);
    if (!info.parse(request, request.getHeader("authorization"))) return null;
    List<Object> params = new ArrayList<>();
    for (String[] names : DIGEST) {
      Field field = info.getClass().getDeclaredField(names[0]);
      field.setAccessible(true);
      if (field.get(info) != null) params.add(Protocol.param(names[1], (String) field.get(info)));
    }
    return List.of(Protocol.challenge("Digest", null, params));
  }

  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    Path folder = Files.createTempDirectory("users");
    boolean digest = arguments[0].equals("digest");
    org.apache.catalina.startup.Tomcat tomcat = new org.apache.catalina.startup.Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", folder.toString());
    context.setRealm(new Realm());
    context.setLoginConfig(new LoginConfig("BASIC", "realm", null, null));
    SecurityCollection everything = new SecurityCollection();
    everything.addPattern("/*");
    SecurityConstraint constraint = new SecurityConstraint();
    constraint.addAuthRole("**");
    constraint.setAuthConstraint(true);
    constraint.addCollection(everything);
    context.addConstraint(constraint);
    context.getPipeline().addValve(new Show(digest));
    context.getPipeline().addValve(new BasicAuthenticator());
    List<String> shown = new ArrayList<>();
    for (String[] names : DIGEST) shown.add(names[1]);
    Map<String, Object> sees =
        digest ? Protocol.object("params", shown) : Protocol.object("user_pass", "latin-1", "decodes", "latin-1");
    Protocol.server(sees, () -> {
      tomcat.getConnector();
      tomcat.start();
      return tomcat.getConnector().getLocalPort();
    });
    tomcat.getServer().await();
  }
}
