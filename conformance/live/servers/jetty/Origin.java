import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.security.ConstraintMapping;
import org.eclipse.jetty.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.security.authentication.DigestAuthenticator;
import org.eclipse.jetty.security.authentication.LoginAuthenticator;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.security.Constraint;
import org.eclipse.jetty.util.security.Credential;

/** Jetty, embedded: BasicAuthenticator and DigestAuthenticator. */
final class Origin {
  static final class Page extends AbstractHandler {
    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse answer)
        throws IOException {
      base.setHandled(true);
      answer.getWriter().println("the protected page");
    }
  }

  static ContextHandler protect(String path, String realm, LoginAuthenticator how) {
    UserStore users = new UserStore();
    users.addUser("user", Credential.getCredential("pass"), new String[] {"people"});
    users.addUser("user2", Credential.getCredential("pw"), new String[] {"people"});
    HashLoginService login = new HashLoginService(realm);
    login.setUserStore(users);
    Constraint constraint = new Constraint(how.getAuthMethod(), "people");
    constraint.setAuthenticate(true);
    ConstraintMapping everything = new ConstraintMapping();
    everything.setPathSpec("/*");
    everything.setConstraint(constraint);
    ConstraintSecurityHandler security = new ConstraintSecurityHandler();
    security.setRealmName(realm);
    security.setAuthenticator(how);
    security.setLoginService(login);
    security.addConstraintMapping(everything);
    security.setHandler(new Page());
    ContextHandler context = new ContextHandler(path);
    context.setHandler(security);
    return context;
  }

  public static void main(String[] arguments) throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
    ContextHandlerCollection places = new ContextHandlerCollection();
    places.addHandler(protect("/basic", "closed site", new BasicAuthenticator()));
    places.addHandler(protect("/digest", "closed site", new DigestAuthenticator()));
    // A character for each octet, as it goes into a field.
    for (String line : Files.readAllLines(Path.of(arguments[1], "realms"), StandardCharsets.ISO_8859_1)) {
      String[] realm = line.split("\t", 2);
      places.addHandler(protect("/realm/" + realm[0], realm[1], new BasicAuthenticator()));
      places.addHandler(protect("/digest-realm/" + realm[0], realm[1], new DigestAuthenticator()));
    }
    server.setHandler(places);
    server.start();
    server.join();
  }
}
