"""Django REST framework with BasicAuthentication."""
from wsgiref.simple_server import make_server

from common import HERE, PORT, REALMS, USERS
from django.conf import settings

settings.configure(
    DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="made up",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(HERE / "users.sqlite3")}})

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.authentication import BasicAuthentication  # noqa: E402
from rest_framework.permissions import IsAuthenticated  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


def page(realm):
    authentication = type("Authentication", (BasicAuthentication,), {"www_authenticate_realm": realm})

    class Page(APIView):
        authentication_classes = [authentication]
        permission_classes = [IsAuthenticated]

        def get(self, request):
            return Response("the protected page")

    return Page.as_view()


urlpatterns = [path("basic/", page("closed site"))]
urlpatterns += [path(f"realm/{number}/", page(text)) for number, text in REALMS.items()]
call_command("migrate", verbosity=0)
for name, password in USERS.items():
    User.objects.create_user(name, password=password)
make_server("127.0.0.1", PORT, get_wsgi_application()).serve_forever()
