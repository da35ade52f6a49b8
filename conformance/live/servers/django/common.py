"""What the small origins in Python have in common: users, and realms by their numbers."""
import json
import pathlib
import sys

PORT = int(sys.argv[1])
HERE = pathlib.Path(__file__).parent
USERS = {"user": "pass", "user2": "pw"}
REALMS = {each["number"]: each["text"] for each in json.loads((HERE / "realms.json").read_text("utf-8"))}
