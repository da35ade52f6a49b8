import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.AuthenticatorBase;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.DigestAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/** Tomcat, embedded: BasicAuthenticator and DigestAuthenticator. */
final class Origin {
  static final class Page extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse answer) throws IOException {
      answer.getWriter().println("the protected page");
    }
  }

  static void protect(Tomcat tomcat, String path, String realm, AuthenticatorBase how, String method) {
    Context context = tomcat.addContext(path, null);
    Tomcat.addServlet(context, "page", new Page());
    context.addServletMappingDecoded("/*", "page");
    SecurityCollection everything = new SecurityCollection();
    everything.addPattern("/*");
    SecurityConstraint constraint = new SecurityConstraint();
    constraint.addCollection(everything);
    constraint.addAuthRole("people");
    context.addConstraint(constraint);
    context.addSecurityRole("people");
    context.setLoginConfig(new LoginConfig(method, realm, null, null));
    context.getPipeline().addValve(how);
  }

  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(arguments[1]);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(Integer.parseInt(arguments[0]));
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.addUser("user", "pass");
    tomcat.addUser("user2", "pw");
    tomcat.addRole("user", "people");
    tomcat.addRole("user2", "people");
    protect(tomcat, "/basic", "closed site", new BasicAuthenticator(), "BASIC");
    protect(tomcat, "/digest", "closed site", new DigestAuthenticator(), "DIGEST");
    // A character for each octet, as it goes into a field.
    for (String line : Files.readAllLines(Path.of(arguments[1], "realms"), StandardCharsets.ISO_8859_1)) {
      String[] realm = line.split("\t", 2);
      protect(tomcat, "/realm/" + realm[0], realm[1], new BasicAuthenticator(), "BASIC");
      protect(tomcat, "/digest-realm/" + realm[0], realm[1], new DigestAuthenticator(), "DIGEST");
    }
    tomcat.start();
    tomcat.getServer().await();
  }
}
