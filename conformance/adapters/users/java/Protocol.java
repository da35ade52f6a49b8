import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the programs in Java share: the probes are fetched, and what the library shows of them is printed. */
final class Protocol {
  interface Client {
    List<Object> fetch(String url) throws Exception;
  }

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Protocol() {}

  static Map<String, Object> object(Object... pairs) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) object.put((String) pairs[i], pairs[i + 1]);
    return object;
  }

  static Object challenge(String scheme, String token68, List<Object> params) {
    return object("scheme", scheme, "token68", token68, "params", params);
  }

  static Object param(String name, String value) {
    return object("name", name, "value", value == null ? "" : value);
  }

  private static void show(Object value) throws Exception {
    System.out.write((GSON.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  interface Server {
    /** Starts a server, and returns its port. */
    int start() throws Exception;
  }

  static String json(Object seen) { return GSON.toJson(seen); }

  static void server(Map<String, Object> sees, Server server) throws Exception {
    sees.put("port", server.start());
    show(sees);
  }

  /** The client gets the URL of a probe and returns the challenges that its user sees. */
  static void client(Map<String, Object> sees, Client client) throws Exception {
    show(sees);
    for (int number = 0; number < Integer.parseInt(System.getenv("USERS_COUNT")); ++number) {
      Object seen;
      try {
        seen = new ArrayList<>(client.fetch(System.getenv("USERS_URL") + "/" + number));
      } catch (Exception | StackOverflowError e) {
        seen = object("fault", e.toString());
      }
      show(seen);
    }
    System.exit(0);
  }
}
