import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complete adapter in Java, with Gson: run it with `gauntlet run -- java -cp gson.jar Adapter.java`. Put your parser in the place of
 * myParser.
 */
public final class Adapter {
  private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
  private static final Pattern SCHEME_AND_REST = Pattern.compile("(" + TOKEN + ")(?: +(.*))?", Pattern.DOTALL);
  private static final Pattern PARAM =
      Pattern.compile("\\G(" + TOKEN + ")=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(" + TOKEN + "))(?: *, *|$)", Pattern.DOTALL);

  /** The value has one UTF-16 unit for each octet, as java.net.http has it. */
  private static Map<String, Object> myParser(String value) {
    Matcher found = SCHEME_AND_REST.matcher(value);
    if (!found.matches()) return new HashMap<>(Map.of("outcome", "reject", "error", "no scheme"));
    String rest = found.group(2) == null ? "" : found.group(2);
    List<Object> params = new ArrayList<>();
    Matcher param = PARAM.matcher(rest);
    for (int end = 0; end < rest.length(); end = param.end()) {
      if (!param.find()) return new HashMap<>(Map.of("outcome", "reject", "error", "no parameter"));
      String text = param.group(3) != null ? param.group(3) : param.group(2).replaceAll("(?s)\\\\(.)", "$1");
      params.add(Map.of("name", param.group(1), "value", text));
    }
    Map<String, Object> challenge = new HashMap<>(Map.of("scheme", found.group(1), "params", params));
    challenge.put("token68", null);
    return new HashMap<>(Map.of("outcome", "accept", "challenges", List.of(challenge)));
  }

  public static void main(String[] arguments) throws Exception {
    Gson gson = new GsonBuilder().serializeNulls().create();
    Map<String, Object> hello = Map.of("protocol", 1, "operations", List.of("challenges"), "implementation",
        Map.of("name", "my-parser", "version", "1.0", "language", "Java"), "observes",
        Map.of("lines", "one", "challenges", "first", "token68", false));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Map<?, ?> query = gson.fromJson(line, Map.class);
      if (query.get("cmd").equals("stop")) return;
      Map<String, Object> answer = hello;
      if (query.get("cmd").equals("parse")) {
        List<?> lines = (List<?>) query.get("lines");
        try {
          answer = query.get("operation").equals("challenges")
              ? myParser(lines.isEmpty() ? "" : (String) lines.get(0))
              : new HashMap<>(Map.of("outcome", "unsupported", "reason", "challenges only"));
        } catch (RuntimeException | StackOverflowError e) {
          answer = new HashMap<>(Map.of("outcome", "fault", "error", e.toString()));
        }
        answer.put("seq", ((Double) query.get("seq")).longValue());
      }
      StringBuilder ascii = new StringBuilder();
      for (char c : gson.toJson(answer).toCharArray()) ascii.append(c < 0x7F ? String.valueOf(c) : String.format("\\u%04x", (int) c));
      System.out.println(ascii);
    }
  }
}
