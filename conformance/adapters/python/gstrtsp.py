"""GStreamer, RTSP: gst_rtsp_message_parse_auth_credentials of its C library, which rtspsrc asks about a 401, and a server about a
request, when they have received it: the reading of a connection makes one SP of other whitespace. RTSP is a relative with the same
fields and the same grammar (RFC 7826, section 18). The schemes of its API are Basic and Digest."""
import ctypes as c
import socket
import sys
import threading

from protocol import Reject, challenge, missing, nothing, octets, serve

SCHEMES = {1: "Basic", 2: "Digest"}  # GstRTSPAuthMethod
START = {"challenges": b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n",
         "credentials": b"OPTIONS rtsp://127.0.0.1/ RTSP/1.0\r\nCSeq: 1\r\n"}
FIELD = {"challenges": b"WWW-Authenticate", "credentials": b"Authorization"}


class Param(c.Structure):
    _fields_ = [("name", c.c_char_p), ("value", c.c_char_p)]


class Credential(c.Structure):
    _fields_ = [("scheme", c.c_int), ("params", c.POINTER(c.POINTER(Param))), ("authorization", c.c_char_p)]


try:
    rtsp = c.CDLL("libgstrtsp-1.0.so.0")
    gstreamer = c.CDLL("libgstreamer-1.0.so.0")
    gio = c.CDLL("libgio-2.0.so.0")
    gio.g_socket_new_from_fd.restype = c.c_void_p
    gobject = c.CDLL("libgobject-2.0.so.0")
    listener = socket.create_server(("127.0.0.1", 0))
    rtsp.gst_rtsp_message_parse_auth_credentials.restype = c.POINTER(c.POINTER(Credential))
except (OSError, AttributeError) as error:
    missing(error)
gstreamer.gst_init(None, None)


def until_null(array):
    index = 0
    while array and array[index]:
        yield array[index].contents
        index += 1


def send(client, message):
    try:
        client.sendall(message)
        client.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the library has seen enough


def receive(message):
    """The message that a connection has received, and how that ended (a GstRTSPResult)."""
    client = socket.create_connection(listener.getsockname())
    server = c.c_void_p(gio.g_socket_new_from_fd(listener.accept()[0].detach(), None))
    threading.Thread(target=send, args=(client, message), daemon=True).start()
    connection, received = c.c_void_p(), c.c_void_p()
    rtsp.gst_rtsp_connection_create_from_socket(server, b"127.0.0.1", 554, None, c.byref(connection))
    rtsp.gst_rtsp_message_new(c.byref(received))
    result = rtsp.gst_rtsp_connection_receive(connection, received, None)
    rtsp.gst_rtsp_connection_free(connection)
    gobject.g_object_unref(server)
    client.close()
    return received, result


def parse(operation, lines):
    fields = b"".join(FIELD[operation] + b": " + octets(line) + b"\r\n" for line in lines)
    message, result = receive(START[operation] + fields + b"\r\n")
    found = []
    if result == 0:
        array = rtsp.gst_rtsp_message_parse_auth_credentials(message, rtsp.gst_rtsp_find_header_field(FIELD[operation]))
        found = [challenge(SCHEMES.get(each.scheme, ""), [(param.name, param.value) for param in until_null(each.params)],
                           each.authorization) for each in until_null(array)]
        rtsp.gst_rtsp_auth_credentials_free(array)
    rtsp.gst_rtsp_message_free(message)
    if operation == "challenges":
        return found or nothing(lines, f"no credentials, {result}")
    if not found:
        raise Reject(f"no credentials, {result}")
    return found[0]


version = [c.c_uint() for _ in range(4)]
gstreamer.gst_version(*map(c.byref, version))
operation = sys.argv[1]
serve("GStreamer (RTSP)", ".".join(str(part.value) for part in version[:3]), [operation],
      {"scheme_case": "title", "token68": operation == "credentials", "lines": "all", "only_schemes": ["Basic", "Digest"],
       "octets": "bytes", "input": "message"},
      parse, language="C", homepage="https://gstreamer.freedesktop.org/",
      issues="https://gitlab.freedesktop.org/gstreamer/gstreamer/-/issues", license="LGPL-2.0-or-later")
