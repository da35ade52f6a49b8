"""GStreamer, RTSP: the credentials in the messages that its RTSP connection has received, from a server, or from a client. What
says HTTP in the first line of the probes is RTSP here."""
import ctypes as c
import json
import socket
import threading

from protocol import COUNT, OPERATION, URL, challenge, seen, show

rtsp = c.CDLL("libgstrtsp-1.0.so.0")
gio = c.CDLL("libgio-2.0.so.0")
c.CDLL("libgstreamer-1.0.so.0").gst_init(None, None)


class Param(c.Structure):
    _fields_ = [("name", c.c_char_p), ("value", c.c_char_p)]


class Credential(c.Structure):
    _fields_ = [("scheme", c.c_int), ("params", c.POINTER(c.POINTER(Param))), ("authorization", c.c_char_p)]


rtsp.gst_rtsp_message_parse_auth_credentials.restype = c.POINTER(c.POINTER(Credential))
gio.g_socket_new_from_fd.restype = c.c_void_p


def receive(head):
    """What is in a message with these octets that comes in through a connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    ours = socket.create_connection(listener.getsockname())
    theirs = listener.accept()[0]
    threading.Thread(target=ours.sendall, args=(head,), daemon=True).start()
    connection, message = c.c_void_p(), c.c_void_p()
    gsocket = c.c_void_p(gio.g_socket_new_from_fd(theirs.detach(), None))
    rtsp.gst_rtsp_connection_create_from_socket(gsocket, b"127.0.0.1", 554, None, c.byref(connection))
    rtsp.gst_rtsp_message_new(c.byref(message))
    if rtsp.gst_rtsp_connection_receive(connection, message, None) != 0:
        return None
    field = b"Authorization" if OPERATION == "credentials" else b"WWW-Authenticate"
    array = rtsp.gst_rtsp_message_parse_auth_credentials(message, rtsp.gst_rtsp_find_header_field(field))
    found, index = [], 0
    while array and array[index]:
        each, params, number = array[index].contents, [], 0
        while each.params and each.params[number]:
            params.append((each.params[number].contents.name, each.params[number].contents.value))
            number += 1
        found.append(challenge({1: "Basic", 2: "Digest"}[each.scheme], params, each.authorization))
        index += 1
    rtsp.gst_rtsp_connection_free(connection)
    ours.close()
    return found if OPERATION == "challenges" else found[:1]


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head and (piece := connection.recv(4096)):
        head += piece
    return head


def main():
    if OPERATION == "challenges":
        show({})
        host, port = URL.rsplit("/", 1)[1].split(":")
        for number in range(COUNT):
            with socket.create_connection((host, int(port))) as connection:
                connection.sendall(f"GET /{number} HTTP/1.1\r\n\r\n".encode())
                fields = read_head(connection).split(b"\r\n", 1)[1]
            show(seen(receive, b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n" + fields))
        return
    listener = socket.create_server(("127.0.0.1", 0))
    show({"port": listener.getsockname()[1]})
    while True:
        with listener.accept()[0] as connection:
            fields = read_head(connection).split(b"\r\n", 1)[1]
            answer = seen(receive, b"OPTIONS rtsp://127.0.0.1/ RTSP/1.0\r\nCSeq: 1\r\n" + fields)
            connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + json.dumps(answer).encode())


main()
