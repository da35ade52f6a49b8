"""Pyramid: extract_http_basic_credentials in a view."""
from protocol import user_pass, wsgi
from pyramid.authentication import extract_http_basic_credentials
from pyramid.config import Configurator


def view(request):
    found = extract_http_basic_credentials(request)
    return found and user_pass(found.username, found.password)


configurator = Configurator()
configurator.add_route("all", "/")
configurator.add_view(view, route_name="all", renderer="json")
wsgi(configurator.make_wsgi_app(), user_pass="latin-1")
