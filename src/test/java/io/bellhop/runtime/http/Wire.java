package io.bellhop.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;

/** A connection to a server that writes what no HTTP client would. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Wire(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    in = socket.getInputStream();
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The head of an answer, with its empty line. */
  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  /** One answer with its body. */
  String answer() throws IOException {
    String text = head();
    if (!text.endsWith("\r\n\r\n")) {
      return text;
    }
    if (text.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      StringBuilder whole = new StringBuilder(text);
      while (whole.lastIndexOf("\r\n0\r\n\r\n") < 0) {
        whole.append((char) in.read());
      }
      return whole.toString();
    }
    String length = text.toLowerCase(Locale.ROOT).split("content-length: ")[1].split("\r\n")[0];
    return text + new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
  }

  /** All that comes until the connection is closed. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketException e) {
      // Reset: closed all the same.
    }
    return all.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
