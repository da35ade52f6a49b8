"""Gauntlet's Python package, from the wheel that this tree makes: parse_challenges, serialize_challenges and the like.

`gauntlet_python.py --build FOLDER` installs it to FOLDER; `gauntlet_python.py FOLDER` is the adapter.
"""
import pathlib
import subprocess
import sys

from protocol import missing, serve

if sys.argv[1] == "--build":
    make = pathlib.Path(__file__).resolve().parents[3] / "parser" / "bindings" / "python" / "make.py"
    sys.exit(subprocess.run([sys.executable, "-B", make, "--install", sys.argv[2]], check=False).returncode)

sys.path.insert(0, sys.argv[1])
try:
    import gauntlet_http_auth as gauntlet
except Exception as error:
    missing(error)

# What a value is judged by has no limits (PROTOCOL.md, section 2.6).
PARSE = {"challenges": gauntlet.parse_challenges, "credentials": gauntlet.parse_credentials,
         "auth-info": gauntlet.parse_authentication_info}
SERIALIZE = {"challenges": gauntlet.serialize_challenges, "credentials": gauntlet.serialize_credentials,
             "auth-info": gauntlet.serialize_authentication_info}


def show_params(params):
    return [param._asdict() for param in params]


def show(found):
    return {"scheme": found.scheme, "token68": found.token68, "params": show_params(found.params)}


def take_params(params):
    return [gauntlet.AuthParam(each["name"], each["value"], each.get("quoted")) for each in params]


def take(given):
    return gauntlet.Challenge(given["scheme"], tuple(take_params(given["params"])), given["token68"])


def each_of(operation, one, params, structure):
    if operation == "auth-info":
        return params(structure)
    return [one(each) for each in structure] if operation == "challenges" else one(structure)


def parse(operation, lines):
    return each_of(operation, show, show_params, PARSE[operation](lines, limits=gauntlet.NO_LIMITS))


def serialize(operation, structure):
    return [SERIALIZE[operation](each_of(operation, take, take_params, structure))]


serve("gauntlet-http-auth", gauntlet.__version__, list(PARSE), {}, parse,
      rejects=(gauntlet.ParseError, gauntlet.SerializeError), serialize=serialize,
      homepage="parser/bindings/python/README.md", issues="CONTRIBUTING.md", license="Apache-2.0")
