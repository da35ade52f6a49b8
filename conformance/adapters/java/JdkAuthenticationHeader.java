import com.google.gson.JsonArray;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Authenticator;
import java.net.URL;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JDK's HttpURLConnection: sun.net.www.MessageHeader, which reads the field lines from the stream of the connection, and
 * sun.net.www.protocol.http.AuthenticationHeader, which keeps one parsed challenge per scheme. Internal classes: the command line opens
 * their packages.
 */
public final class JdkAuthenticationHeader {
  private static Constructor<?> newMessageHeader;
  private static Constructor<?> newAuthenticationHeader;
  private static Field schemes;
  private static Object callerInfo;

  private static void find() throws Exception {
    Class<?> messageHeader = Class.forName("sun.net.www.MessageHeader");
    Class<?> info = Class.forName("sun.net.www.protocol.http.HttpCallerInfo");
    Class<?> header = Class.forName("sun.net.www.protocol.http.AuthenticationHeader");
    newMessageHeader = messageHeader.getConstructor(InputStream.class);
    newAuthenticationHeader = header.getConstructor(String.class, messageHeader, info, boolean.class);
    schemes = header.getDeclaredField("schemes");
    schemes.setAccessible(true);
    Constructor<?> newInfo = info.getConstructor(URL.class, Authenticator.class);
    newInfo.setAccessible(true);
    callerInfo = newInfo.newInstance(new URL("http://127.0.0.1/"), null);
  }

  private static Object field(Object object, String name) throws Exception {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  private static JsonArray parse(List<String> lines) throws Exception {
    Object message = newMessageHeader.newInstance(new ByteArrayInputStream(Protocol.message("WWW-Authenticate", lines)));
    Object header;
    try {
      header = newAuthenticationHeader.newInstance("WWW-Authenticate", message, callerInfo, true);
    } catch (java.lang.reflect.InvocationTargetException e) {
      if (e.getCause() instanceof Exception) throw (Exception) e.getCause();
      throw e;
    }
    JsonArray challenges = new JsonArray();
    for (Map.Entry<?, ?> entry : new TreeMap<Object, Object>((Map<?, ?>) schemes.get(header)).entrySet()) {
      Object parser = field(entry.getValue(), "parser");
      Method keys = parser.getClass().getMethod("keys");
      Method findValue = parser.getClass().getMethod("findValue", String.class);
      // Each name once: findValue has only the first value of it.
      Set<String> names = new LinkedHashSet<>();
      for (Iterator<?> each = (Iterator<?>) keys.invoke(parser); each.hasNext();) names.add((String) each.next());
      JsonArray params = new JsonArray();
      for (String name : names) {
        // The first entry of the table is the scheme itself, a name without a value.
        if (name == null || name.equals(entry.getKey())) continue;
        params.add(Protocol.param(name, (String) findValue.invoke(parser, name)));
      }
      challenges.add(Protocol.challenge((String) entry.getKey(), null, params));
    }
    return challenges.isEmpty() ? Protocol.nothing(lines, "no schemes") : challenges;
  }

  public static void main(String[] arguments) throws Exception {
    try {
      find();
    } catch (Exception | LinkageError e) {
      Protocol.missing(e);
    }
    Protocol.serve(
        Protocol.object("name", "JDK HttpURLConnection", "version", System.getProperty("java.version"), "homepage",
            "https://openjdk.org/", "issues", "https://bugs.openjdk.org/", "license", "GPL-2.0-only WITH Classpath-exception-2.0"),
        List.of("challenges"),
        Protocol.object("scheme_case", "lower", "name_case", "lower", "params", "map", "duplicates", "first", "token68", false, "lines",
            "all", "same_scheme", "last", "octets", "latin1", "input", "message"),
        (operation, lines) -> parse(lines));
  }
}
