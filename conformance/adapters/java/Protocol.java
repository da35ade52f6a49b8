import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The adapter protocol (PROTOCOL.md, section 3) for Java: the loop, the octets and the three ends of a request.
 *
 * <p>An adapter hands the lines of a request to its library and returns what came back. It throws Reject where the library rejects
 * in its documented way, and Unsupported where the library cannot be asked that; every other exception, and an error such as
 * StackOverflowError, is a fault of the library. A String of the protocol has one UTF-16 unit U+0000..U+00FF per octet.
 */
final class Protocol {
  static final class Reject extends Exception {
    private static final long serialVersionUID = 1;

    Reject(String message) { super(message); }
  }

  static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1;

    Unsupported(String message) { super(message); }
  }

  interface Parser {
    JsonElement parse(String operation, List<String> lines) throws Exception;
  }

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
  private static final OutputStream OUT = System.out;

  private Protocol() {}

  static JsonObject object(Object... pairs) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) object.add((String) pairs[i], json(pairs[i + 1]));
    return object;
  }

  static JsonArray list(Object... elements) {
    JsonArray array = new JsonArray();
    for (Object element : elements) array.add(json(element));
    return array;
  }

  private static JsonElement json(Object value) {
    return value instanceof JsonElement ? (JsonElement) value : GSON.toJsonTree(value);
  }

  /** What a library returned; a String that is not an octet string stands for its UTF-8 octets. */
  private static String text(String value) {
    for (int i = 0; i < value.length(); ++i) {
      if (value.charAt(i) > 0xFF) return utf8(value);
    }
    return value;
  }

  /** The octets of a String that the library has decoded from UTF-8, one UTF-16 unit each. */
  static String utf8(String value) {
    return value == null ? null : new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The octets of field lines as they stand in a message. */
  static byte[] message(String name, List<String> lines) {
    StringBuilder message = new StringBuilder();
    for (String line : lines) message.append(name).append(": ").append(line).append("\r\n");
    return message.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how it rejects. */
  static JsonArray nothing(List<String> lines, String why) throws Reject {
    for (String line : lines) {
      if (!line.matches("[ \\t,]*")) throw new Reject(why);
    }
    return new JsonArray();
  }

  /** One parameter; a missing value, which libraries show as null, is shown as an empty one, for want of another way. */
  static JsonObject param(String name, String value) {
    return object("name", text(name), "value", value == null ? "" : text(value));
  }

  static JsonObject challenge(String scheme, String token68, JsonArray params) {
    return object("scheme", text(scheme), "token68", token68 == null ? JsonNull.INSTANCE : text(token68), "params", params);
  }

  /**
   * C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does,
   * else the usual one, so that a library that reads another pair than was sent cannot hide it.
   */
  static JsonObject basicCredentials(String user, String password, String line) {
    byte[] pair = text(user + ":" + password).getBytes(StandardCharsets.ISO_8859_1);
    String sent = line.strip().replaceFirst("^[^ ]* *", "");
    try {
      if (Arrays.equals(Base64.getDecoder().decode(sent), pair)) return challenge("Basic", sent, new JsonArray());
    } catch (IllegalArgumentException e) {
      // The library has made a pair of it nevertheless.
    }
    return challenge("Basic", Base64.getEncoder().encodeToString(pair), new JsonArray());
  }

  private static void write(JsonObject answer) throws IOException {
    String json = GSON.toJson(answer);
    StringBuilder line = new StringBuilder(json.length() + 1);
    for (int i = 0; i < json.length(); ++i) {
      char c = json.charAt(i);
      if (c < 0x7F) line.append(c);
      else line.append(String.format("\\u%04x", (int) c));
    }
    OUT.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    OUT.flush();
  }

  static void serve(JsonObject implementation, List<String> operations, JsonObject observes, Parser parser) throws IOException {
    implementation.addProperty("language", "Java");
    implementation.addProperty("runtime", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonObject query = JsonParser.parseString(line).getAsJsonObject();
      String command = query.get("cmd").getAsString();
      if (command.equals("stop")) return;
      if (command.equals("hello")) {
        write(object("protocol", 1, "implementation", implementation, "operations", list(operations.toArray()), "serializes", list(),
            "observes", observes));
        continue;
      }
      String operation = query.get("operation").getAsString();
      JsonObject answer;
      if (command.equals("parse") && operations.contains(operation)) {
        List<String> lines = new ArrayList<>();
        for (JsonElement element : query.getAsJsonArray("lines")) lines.add(element.getAsString());
        answer = ask(parser, operation, lines, observes);
      } else {
        answer = object("outcome", "unsupported", "reason", command + " " + operation);
      }
      answer.add("seq", query.get("seq"));
      write(answer);
    }
  }

  /** The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3). */
  private static List<String> linesFor(JsonObject observes, List<String> lines) throws Unsupported {
    String takes = observes.has("lines") ? observes.get("lines").getAsString() : "all";
    if (takes.equals("all")) return lines;
    if (lines.size() > 1 && (takes.equals("one") || takes.equals("each"))) throw new Unsupported("one field line only");
    return lines.isEmpty() ? List.of("") : lines;
  }

  private static JsonObject ask(Parser parser, String operation, List<String> lines, JsonObject observes) {
    try {
      String member = operation.equals("auth-info") ? "params" : operation;
      return object("outcome", "accept", member, parser.parse(operation, linesFor(observes, lines)));
    } catch (Reject e) {
      return object("outcome", "reject", "error", text(String.valueOf(e.getMessage())));
    } catch (Unsupported e) {
      return object("outcome", "unsupported", "reason", text(String.valueOf(e.getMessage())));
    } catch (Exception | StackOverflowError e) {
      return object("outcome", "fault", "error", text(e.toString()));
    }
  }

  /** Answers hello with an error and ends: the library, or what the adapter needs of it, is not there. */
  static void missing(Throwable why) throws IOException {
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    write(object("protocol", 1, "error", why.toString()));
    System.exit(3);
  }
}
