"""requests-kerberos: what HTTPKerberosAuth hands to Kerberos when a response asks for Negotiate."""
import warnings

warnings.simplefilter("ignore")
import requests  # noqa: E402
from protocol import challenge, client  # noqa: E402
from requests_kerberos import HTTPKerberosAuth, kerberos_  # noqa: E402


class Kerberos:
    GSS_C_MUTUAL_FLAG = GSS_C_SEQUENCE_FLAG = 0
    found = None

    @staticmethod
    def authGSSClientInit(*arguments, **options):
        return 1, None

    @classmethod
    def authGSSClientStep(cls, context, value, **options):
        cls.found = [challenge("Negotiate", token68=value or None)]
        return -1


kerberos_.kerberos = Kerberos


def fetch(url):
    Kerberos.found = None
    requests.get(url, auth=HTTPKerberosAuth(), timeout=10)
    return Kerberos.found


client(fetch)
