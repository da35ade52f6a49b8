import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.security.ConstraintMapping;
import org.eclipse.jetty.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.UserIdentity;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.security.Constraint;

/** Jetty: the user-id and password that a LoginService of its server is asked about. */
public final class JettyBasic {
  private static final ThreadLocal<Object> SEEN = new ThreadLocal<>();

  public static void main(String[] arguments) throws Exception {
    System.setProperty("org.eclipse.jetty.util.log.class", "org.eclipse.jetty.util.log.StdErrLog");
    System.setProperty("org.eclipse.jetty.LEVEL", "OFF");
    System.setProperty("org.eclipse.jetty.util.log.announce", "false");
    HashLoginService logins = new HashLoginService("realm") {
      @Override
      public UserIdentity login(String user, Object password, ServletRequest request) {
        SEEN.set(List.of(Protocol.challenge("Basic", null,
            List.of(Protocol.param("username", user), Protocol.param("password", String.valueOf(password))))));
        return super.login(user, password, request);
      }
    };
    logins.setUserStore(new UserStore());
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
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(security);
    // The page of every 401 and 500.
    server.setErrorHandler(new ErrorHandler() {
      @Override
      public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object seen = SEEN.get();
        SEEN.remove();
        if (response.getStatus() == 500) seen = Protocol.object("fault", "500");
        base.setHandled(true);
        response.getOutputStream().write(Protocol.json(seen).getBytes(StandardCharsets.UTF_8));
      }
    });
    Protocol.server(Protocol.object("user_pass", "latin-1", "decodes", "latin-1"), () -> {
      server.start();
      return connector.getLocalPort();
    });
  }
}
