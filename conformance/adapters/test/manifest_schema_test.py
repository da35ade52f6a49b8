"""Checks manifest.json against its schema, and that the schema refuses what it should.

    manifest_schema_test.py MANIFEST.json SCHEMA.json
"""
import copy
import json
import sys

import jsonschema

manifest = json.load(open(sys.argv[1], encoding="ascii"))
schema = json.load(open(sys.argv[2], encoding="ascii"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
faults = [f"/{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(manifest)]
for fault in faults:
    print(fault)

CHANGES = {
    "an unknown member": lambda entry: entry.update(memory=1),
    "no command": lambda entry: entry.pop("command"),
    "an empty command": lambda entry: entry.update(command=[]),
    "an unknown operation": lambda entry: entry.update(operations=["challenge"]),
    "an unknown default": lambda entry: entry.update(default="sometimes"),
    "an id that is not a slug": lambda entry: entry.update(id="Not A Slug"),
    "no place for findings": lambda entry: entry.pop("issues"),
    "a negative size": lambda entry: entry.update(megabytes=-1),
}
for name, change in CHANGES.items():
    changed = copy.deepcopy(manifest)
    change(changed["implementations"][1])
    if validator.is_valid(changed):
        faults.append(name)
        print("the schema takes", name)
sys.exit(1 if faults else 0)
