"""Django REST framework: what BasicAuthentication or TokenAuthentication, the argument, hands to authenticate_credentials. The
keyword of the second is Bearer, as its page shows."""
import sys

from protocol import Reject, basic_credentials, challenge, missing, serve

try:
    import django
    from django.conf import settings

    settings.configure(INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"], USE_I18N=False)
    django.setup()
    import rest_framework
    from django.http import HttpRequest
    from rest_framework.authentication import BasicAuthentication, TokenAuthentication
    from rest_framework.exceptions import AuthenticationFailed
    from rest_framework.request import Request
except Exception as error:
    missing(error)


class Basic(BasicAuthentication):
    def authenticate_credentials(self, userid, password, request=None):
        return (userid, password), None


class Token(TokenAuthentication):
    keyword = "Bearer"

    def authenticate_credentials(self, key):
        return key, None


SCHEME = sys.argv[1]
authentication = Basic() if SCHEME == "basic" else Token()


def parse(operation, lines):
    request = HttpRequest()
    request.META["HTTP_AUTHORIZATION"] = lines[0]
    found = authentication.authenticate(Request(request))
    if found is None:
        raise Reject("None")
    if SCHEME == "bearer":
        return challenge("Bearer", token68=found[0])
    return basic_credentials(*found[0], ("utf-8", "latin-1"), lines[0])


serve(f"Django REST framework ({SCHEME.title()})", rest_framework.VERSION, ["credentials"],
      {"scheme_case": "title", "params": "none", "lines": "one", "only_schemes": [SCHEME.title()], "octets": "latin1"},
      parse, rejects=(AuthenticationFailed,), homepage="https://www.django-rest-framework.org/",
      issues="https://github.com/encode/django-rest-framework/issues", license="BSD-3-Clause")
