import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.servlet.ServletRequest;
import org.eclipse.jetty.security.ConstraintMapping;
import org.eclipse.jetty.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.security.IdentityService;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.UserIdentity;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.util.Jetty;
import org.eclipse.jetty.util.security.Constraint;

/**
 * Jetty: the user-id and password that its BasicAuthenticator asks a LoginService about. The server is in this process and is handed
 * requests with the lines of the case.
 */
public final class JettyBasic {
  private static final class Logins implements LoginService {
    private volatile String user;
    private volatile String password;
    private IdentityService identities = new DefaultIdentityService();

    @Override
    public String getName() { return "realm"; }

    @Override
    public UserIdentity login(String name, Object credentials, ServletRequest request) {
      user = name;
      password = String.valueOf(credentials);
      return null;
    }

    @Override
    public boolean validate(UserIdentity known) { return false; }

    @Override
    public IdentityService getIdentityService() { return identities; }

    @Override
    public void setIdentityService(IdentityService service) { identities = service; }

    @Override
    public void logout(UserIdentity known) {}
  }

  private static LocalConnector start(Logins logins) throws Exception {
    Constraint constraint = new Constraint("all", Constraint.ANY_AUTH);
    constraint.setAuthenticate(true);
    ConstraintMapping everything = new ConstraintMapping();
    everything.setPathSpec("/*");
    everything.setConstraint(constraint);
    ConstraintSecurityHandler security = new ConstraintSecurityHandler();
    security.setAuthenticator(new BasicAuthenticator());
    security.setLoginService(logins);
    security.addConstraintMapping(everything);
    security.setHandler(new DefaultHandler());
    Server server = new Server();
    LocalConnector connector = new LocalConnector(server);
    server.addConnector(connector);
    server.setHandler(security);
    server.start();
    return connector;
  }

  private static JsonElement parse(LocalConnector connector, Logins logins, List<String> lines) throws Exception {
    byte[] fields = Protocol.message("Authorization", lines);
    byte[] start = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer request = ByteBuffer.allocate(start.length + fields.length).put(start).put(fields);
    request.flip();
    logins.user = null;
    ByteBuffer answer = connector.getResponse(request);
    String status = answer == null ? "" : StandardCharsets.ISO_8859_1.decode(answer).toString().split("\r\n", 2)[0];
    if (logins.user != null) return Protocol.basicCredentials(logins.user, logins.password, lines.isEmpty() ? "" : lines.get(0));
    if (status.contains(" 431 ")) throw new Protocol.Unsupported("limit");
    if (status.contains(" 500 ")) throw new IOException(status);
    throw new Protocol.Reject(status);
  }

  public static void main(String[] arguments) throws Exception {
    Logins logins;
    LocalConnector connector;
    try {
      // It writes its log to standard error, an exception for each fault.
      System.setProperty("org.eclipse.jetty.util.log.class", "org.eclipse.jetty.util.log.StdErrLog");
      System.setProperty("org.eclipse.jetty.LEVEL", "OFF");
      System.setProperty("org.eclipse.jetty.util.log.announce", "false");
      logins = new Logins();
      connector = start(logins);
    } catch (LinkageError e) {
      Protocol.missing(e);
      return;
    }
    Protocol.serve(
        Protocol.object("name", "Jetty, Basic", "version", Jetty.VERSION, "homepage", "https://jetty.org/", "issues",
            "https://github.com/jetty/jetty.project/issues", "license", "Apache-2.0 OR EPL-2.0"),
        List.of("credentials"),
        Protocol.object("scheme_case", "title", "params", "none", "lines", "first", "only_schemes", List.of("Basic"), "octets", "latin1",
            "input", "message"),
        (operation, lines) -> parse(connector, logins, lines));
    System.exit(0);
  }
}
