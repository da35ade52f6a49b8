#!/usr/bin/env python3
"""Dependencies between the folders of this repository point one way.

Reads the include lines of every C and C++ file and compares them with the table below. Fails on an
include that the table does not allow, on a folder that belongs to no room, on a room without files,
and on a circle in the table. The second half plants one violation of each kind in a copy of the
sources and expects to find it.
"""

import functools
import pathlib
import posixpath
import re
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOPS = ("parser", "conformance", "fuzz", "bench", "cmake", "docs")
SUFFIXES = {".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".inc"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)

MODEL = "conformance/model"
PROCESS = "conformance/process"
INPUT = "conformance/input"
GRAMMAR = "conformance/grammar"
IMPLEMENTATIONS = "conformance/implementations"
SCHEMES = "conformance/schemes"
LINT = "conformance/lint"
RUNNER = "conformance/runner"
COMPARE = "conformance/compare"
WIRE = "conformance/live/wire"
ORIGIN = "conformance/live/origin"
LIVE_JUDGE = "conformance/live/judge"
SERVE = "conformance/live/serve"
CHECK = "conformance/live/check"
SERVERS = "conformance/live/servers"
CLIENTS = "conformance/live/clients"
SCENARIOS = "conformance/live/scenarios"
SUPPORT = "parser/test/support"
GENERATED = "parser/test/generated"

# A room is a folder with everything below it, except the rooms below it. Each may include itself and
# the rooms beside it here. A `test` folder is a room of its own that may, besides what stands here,
# include the room that it tests and what that one may include.
ROOMS = {
    "parser": set(),
    "parser/test": {SUPPORT},
    SUPPORT: {"parser", GENERATED},
    GENERATED: set(),
    MODEL: set(),
    MODEL + "/test": set(),
    PROCESS: set(),
    PROCESS + "/test": set(),
    INPUT: {PROCESS},
    INPUT + "/test": set(),
    # The engine sees nothing of what it judges, nor of the parser.
    GRAMMAR: {MODEL},
    # What the engine writes into the parser's tests is checked here.
    GRAMMAR + "/test": {SUPPORT},
    "conformance/verify": {"parser", MODEL, GRAMMAR, SUPPORT},
    "conformance/verify/test": set(),
    # What schemes demand, over what the parser reads.
    SCHEMES: {"parser", MODEL},
    SCHEMES + "/test": set(),
    RUNNER: {"parser", MODEL, PROCESS, GRAMMAR, SCHEMES},
    RUNNER + "/test": {MODEL + "/test"},
    # What sets implementations apart: asked as the runner asks them.
    COMPARE: {MODEL, PROCESS, GRAMMAR, RUNNER},
    COMPARE + "/test": set(),
    # Its pages of pairs are made of what compare finds in a run.
    "conformance/report": {MODEL, PROCESS, COMPARE},
    "conformance/report/test": {MODEL + "/test"},
    IMPLEMENTATIONS: {MODEL, PROCESS},
    IMPLEMENTATIONS + "/test": set(),
    # What it keeps of credentials is without their secrets.
    "conformance/scan": {"parser", MODEL, PROCESS, INPUT, LINT},
    "conformance/scan/test": {SUPPORT},
    LINT: {"parser", MODEL, PROCESS, INPUT, SCHEMES},
    LINT + "/readers/test": {LINT, INPUT + "/test"},
    LINT + "/refused/test": {LINT},
    LINT + "/test": set(),
    # Messages octet by octet, and the scripted server that says and hears them.
    WIRE: set(),
    WIRE + "/test": set(),
    ORIGIN: {WIRE},
    ORIGIN + "/test": set(),
    # What credentials that come back show, and the command that asks for them.
    LIVE_JUDGE: {"parser", MODEL, RUNNER, SCHEMES},
    LIVE_JUDGE + "/test": set(),
    SERVE: {"parser", MODEL, PROCESS, RUNNER, SCHEMES, WIRE, ORIGIN, LIVE_JUDGE},
    SERVE + "/test": {ORIGIN + "/test"},
    CHECK: {"parser", MODEL, PROCESS, LINT, SCHEMES, WIRE, ORIGIN},
    CHECK + "/test": set(),
    # Servers under test, and what is put to them.
    SERVERS: {MODEL, PROCESS, WIRE},
    SERVERS + "/test": set(),
    # Clients are driven as `gauntlet serve --run` drives one.
    CLIENTS: {MODEL, PROCESS, RUNNER, ORIGIN, SERVERS, LIVE_JUDGE, SERVE},
    CLIENTS + "/test": set(),
    SCENARIOS: {MODEL, PROCESS, RUNNER, SCHEMES, WIRE, ORIGIN, SERVERS, CLIENTS, SERVE},
    SCENARIOS + "/test": {SERVERS + "/test"},
    # Adapters are the programs of others: they have nothing of this repository.
    "conformance/adapters": set(),
    "conformance/adapters/test": {IMPLEMENTATIONS, MODEL, PROCESS},
    "conformance/tool": {"parser", MODEL, PROCESS, INPUT, GRAMMAR, "conformance/verify", RUNNER, COMPARE,
                         "conformance/report", IMPLEMENTATIONS, "conformance/scan", SCHEMES, LINT, SERVERS,
                         CLIENTS, SCENARIOS, ORIGIN, SERVE, LIVE_JUDGE, CHECK},
    "conformance/tool/test": set(),
    "fuzz": {"parser", SUPPORT, MODEL, INPUT, GRAMMAR, RUNNER, SCHEMES, LINT, WIRE},
    "bench": {"parser", SUPPORT},
    # To start from: it has what a user of the parser has.
    "docs/adapters": {"parser"},
}
# These depend on the standard library alone.
WITHOUT_LIBRARIES = ("parser",)


def room_of(path, rooms):
    """The longest room that holds the folder of `path`; None when there is none."""
    folder = pathlib.PurePosixPath(path).parent
    for candidate in (folder, *folder.parents):
        if str(candidate) in rooms:
            return str(candidate)
    return None


def sources(root):
    """The paths of all sources below the root, in their order."""
    return sorted(
        path.relative_to(root).as_posix()
        for top in TOPS
        for path in (root / top).rglob("*")
        if path.suffix in SUFFIXES and path.is_file())


@functools.lru_cache(maxsize=None)
def includes_of(path, changed):
    """The includes of a file as it was at the time `changed`: pairs of quote and name."""
    return INCLUDE.findall(path.read_text(encoding="latin-1"))


def target_of(files, path, quote, name):
    """The file of this repository that an include means; None for one of a library."""
    folders = ["", "parser/include"]
    if quote == '"':
        folders.insert(0, posixpath.dirname(path))
    for folder in folders:
        found = posixpath.normpath(posixpath.join(folder, name))
        if found in files:
            return found
    # A file that is generated, or that went away, still belongs to the folder that it names.
    return name if name.split("/")[0] in TOPS else None


def allowed_from(room, rooms):
    allowed = {room} | rooms[room]
    if room.endswith("/test"):
        tested = room[: -len("/test")]
        allowed |= {tested} | rooms.get(tested, set())
    return allowed


def circle_in(rooms):
    """A room that reaches itself through the table; None when there is none."""
    for start in rooms:
        reached = set()
        open_rooms = list(rooms[start])
        while open_rooms:
            room = open_rooms.pop()
            if room == start:
                return start
            if room in rooms and room not in reached:
                reached.add(room)
                open_rooms += rooms[room]
    return None


def violations(root, rooms):
    found = []
    inhabited = set()
    files = dict.fromkeys(sources(root))
    for path in files:
        room = room_of(path, rooms)
        if room is None:
            found.append(f"{path}: its folder belongs to no room of the table")
            continue
        inhabited.add(room)
        allowed = allowed_from(room, rooms)
        file = root / path
        for quote, name in includes_of(file, file.stat().st_mtime_ns):
            target = target_of(files, path, quote, name)
            if target is None:
                if room in WITHOUT_LIBRARIES and "/" in name:
                    found.append(f"{path}: {room} uses no library, but includes {name}")
                continue
            entered = room_of(target, rooms)
            if entered not in allowed:
                found.append(f"{path}: {room} may not include {name} of {entered}")
    found += [f"{room}: a room without files" for room in sorted(rooms.keys() - inhabited)]
    for room in sorted(rooms):
        found += [f"{room}: may include {other}, which is no room"
                  for other in sorted(rooms[room] - rooms.keys())]
    if circle := circle_in(rooms):
        found.append(f"{circle}: the table goes in a circle")
    return found


class Rooms(unittest.TestCase):
    maxDiff = None

    def test_includes_are_those_of_the_table(self):
        self.assertEqual(violations(ROOT, ROOMS), [])


class PlantedViolations(unittest.TestCase):
    """Each kind of violation, in a copy of the sources."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.copy = pathlib.Path(cls.folder.name) / "copy"
        for path in sources(ROOT):
            (cls.copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, cls.copy / path)
        cls.before = violations(cls.copy, ROOMS)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def plant(self, path, line):
        """What is found in addition when a file of one line is there, too."""
        file = self.copy / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(line + "\n", encoding="ascii")
        try:
            return [one for one in violations(self.copy, ROOMS) if one not in self.before]
        finally:
            file.unlink()

    def refuses(self, path, name, expected):
        for quoted in (f'"{name}"', f"<{name}>"):
            self.assertEqual(self.plant(path, f"#include {quoted}"), [f"{path}: {expected}"])

    def test_forbidden_includes(self):
        forbidden = [
            (RUNNER, "conformance/report/report.hpp", "conformance/report"),
            ("conformance/report", "conformance/runner/run.hpp", RUNNER),
            (GRAMMAR, "gauntlet/reader.hpp", "parser"),
            (GRAMMAR, "conformance/runner/run.hpp", RUNNER),
            (MODEL, "conformance/runner/run.hpp", RUNNER),
            (PROCESS, "conformance/model/text.hpp", MODEL),
            (WIRE, "conformance/live/origin/server.hpp", ORIGIN),
            ("conformance/scan", "conformance/tool/commands.hpp", "conformance/tool"),
            ("conformance/adapters", "gauntlet/gauntlet.hpp", "parser"),
            ("parser", "conformance/model/text.hpp", MODEL),
            ("parser", "parser/test/support/random.hpp", SUPPORT),
            ("fuzz", "conformance/tool/commands.hpp", "conformance/tool"),
            ("bench", "fuzz/support/reading.hpp", "fuzz"),
            ("conformance/runner/test", "conformance/report/report.hpp", "conformance/report"),
            ("conformance/tool", "conformance/tool/test/support.hpp", "conformance/tool/test"),
        ]
        for room, name, entered in forbidden:
            with self.subTest(room=room, name=name):
                self.refuses(f"{room}/planted.hpp", name, f"{room} may not include {name} of {entered}")

    def test_include_by_a_relative_path(self):
        found = self.plant(f"{RUNNER}/planted.cc", '#  include "../report/report.hpp"')
        self.assertEqual(len(found), 1, found)
        self.assertIn("may not include ../report/report.hpp", found[0])

    def test_library_in_the_parser(self):
        self.refuses("parser/src/planted.cc", "absl/strings/str_cat.h",
                     "parser uses no library, but includes absl/strings/str_cat.h")

    def test_folder_that_is_no_room(self):
        self.assertEqual(self.plant("conformance/attic/old.hpp", ""),
                         ["conformance/attic/old.hpp: its folder belongs to no room of the table"])

    def test_allowed_includes(self):
        self.assertEqual(self.plant(f"{RUNNER}/planted.cc", '#include "conformance/model/text.hpp"'), [])
        self.assertEqual(self.plant(f"{RUNNER}/test/planted.cc", "#include <gtest/gtest.h>"), [])

    def test_faults_of_the_table(self):
        with_more = {**ROOMS, "conformance/empty": {"conformance/nowhere"}}
        self.assertEqual(
            [one for one in violations(self.copy, with_more) if one not in self.before],
            ["conformance/empty: a room without files",
             "conformance/empty: may include conformance/nowhere, which is no room"])
        in_a_circle = {**ROOMS, MODEL: {RUNNER}}
        self.assertIn("the table goes in a circle", violations(self.copy, in_a_circle)[-1])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
