import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/**
 * For clients that show a challenge only while they talk to a server: a thread of this process plays one on the loopback interface,
 * which answers every request with 401 and the lines of the case.
 */
final class Loopback extends Thread {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private volatile byte[] fields = {};

  Loopback() throws IOException {
    setDaemon(true);
    start();
  }

  String url() { return "http://127.0.0.1:" + listener.getLocalPort() + "/"; }

  void answerWith(List<String> lines) { fields = Protocol.message("WWW-Authenticate", lines); }

  @Override
  public void run() {
    while (true) {
      try (Socket connection = listener.accept()) {
        InputStream in = connection.getInputStream();
        for (int last = 0, octet; last != 0x0D0A0D0A && (octet = in.read()) >= 0;) last = last << 8 | octet;
        connection.getOutputStream().write("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n".getBytes());
        connection.getOutputStream().write(fields);
      } catch (IOException e) {
        continue;  // the client has gone
      }
    }
  }
}
