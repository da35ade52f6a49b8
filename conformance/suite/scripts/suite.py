# SPDX-License-Identifier: Apache-2.0
"""Reads the data of the suite: case files in normal form, schemes, requirements, flags, released and withdrawn ids."""

import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def read_json(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def complete(document):
    """The cases of a file with everything filled in: the case wins over `defaults`, `defaults` over the file."""
    inherited = dict(document.get("defaults", {}))
    if "operation" in document:
        inherited.setdefault("operation", document["operation"])
    return [{**inherited, **case} for case in document["cases"]]


def case_paths(root=ROOT):
    return sorted((pathlib.Path(root) / "cases").rglob("*.json"))


def cases(root=ROOT):
    """Every case of the suite, complete, in the order of files and then of the file."""
    return [case for path in case_paths(root) for case in complete(read_json(path))]


def requirements(root=ROOT):
    return read_json(pathlib.Path(root) / "requirements.json")["requirements"]


def flags(root=ROOT):
    return read_json(pathlib.Path(root) / "flags.json")["flags"]


def scheme_paths(root=ROOT):
    return sorted((pathlib.Path(root) / "schemes").glob("*.json"))


def schemes(root=ROOT):
    """Every auth-scheme, in the order of its file's name."""
    return [read_json(path) for path in scheme_paths(root)]


OPERATIONS = ("challenges", "credentials", "auth-info")


def scheme_names(root=ROOT):
    """Every scheme and its other spellings."""
    return [name for scheme in schemes(root) for name in [scheme["scheme"], *scheme.get("spellings", [])]]


def param_names(root=ROOT):
    """The names of all parameters of all schemes, each once, in the order of the files."""
    parts = [scheme[operation] for scheme in schemes(root) for operation in OPERATIONS if operation in scheme]
    return list(dict.fromkeys(param["name"] for part in parts for param in part.get("params", [])))
