"""Authlib: how a client logs in to the token endpoint of one of its servers."""
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from protocol import environ_reader, user_pass, wsgi


def read(environ):
    user, password = extract_basic_authorization({"Authorization": environ.get("HTTP_AUTHORIZATION", "")})
    return None if user is None or password is None else user_pass(user, password)


wsgi(environ_reader(read), user_pass="utf-8", decodes="utf-8")
