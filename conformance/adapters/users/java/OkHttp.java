import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Challenge;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp: response.challenges(). */
public final class OkHttp {
  public static void main(String[] arguments) throws Exception {
    OkHttpClient client = new OkHttpClient();
    Protocol.client(Protocol.object("decodes", "utf-8"), url -> {
      List<Object> seen = new ArrayList<>();
      try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
        for (Challenge challenge : response.challenges()) {
          List<Object> params = new ArrayList<>();
          for (Map.Entry<String, String> param : challenge.authParams().entrySet()) {
            if (param.getKey() != null) params.add(Protocol.param(param.getKey(), param.getValue()));
          }
          seen.add(Protocol.challenge(challenge.scheme(), challenge.authParams().get(null), params));
        }
      }
      return seen;
    });
  }
}
