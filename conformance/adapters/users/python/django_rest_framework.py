"""Django REST framework: the credentials that a backend of Django is asked for, or the key that a model of tokens is."""
import logging
import sys

from django.conf import settings

SCHEME = sys.argv[1]
settings.configure(INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"], ALLOWED_HOSTS=["*"],
                   ROOT_URLCONF=__name__, AUTHENTICATION_BACKENDS=[f"{__name__}.Backend"], SECRET_KEY="secret")
import django  # noqa: E402

django.setup()
logging.disable()
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from protocol import challenge, wsgi  # noqa: E402
from rest_framework.authentication import BasicAuthentication, TokenAuthentication  # noqa: E402
from rest_framework.exceptions import AuthenticationFailed  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class User:
    is_active = is_authenticated = True

    def __init__(self, found):
        self.found = found


class Backend:
    def authenticate(self, request, username=None, password=None):
        return User([challenge("Basic", [one for one in (("username", username), ("password", password)) if one[1]])])


class Model:
    class objects:
        user = None

        @classmethod
        def select_related(cls, name):
            return cls

        @classmethod
        def get(cls, key):
            token = cls()
            token.user = User([challenge("Bearer", token68=key)])
            return token


class Bearer(TokenAuthentication):
    keyword, model = "Bearer", Model


class View(APIView):
    authentication_classes = [BasicAuthentication if SCHEME == "basic" else Bearer]

    def get(self, request):
        return JsonResponse(getattr(request.user, "found", None), safe=False)

    def handle_exception(self, error):
        if isinstance(error, AuthenticationFailed):
            return JsonResponse(None, safe=False)
        return JsonResponse({"fault": repr(error)})


urlpatterns = [path("", View.as_view())]
wsgi(get_wsgi_application(), **({"user_pass": "latin-1", "missing": True} if SCHEME == "basic" else {}))
