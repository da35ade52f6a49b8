#!/usr/bin/env python3
"""A live run leaves no process, port or file, however it ends.

Starts `gauntlet run --live` with every server that is installed here, or with those that are named, and
looks at the machine before and after: to its end, interrupted, killed, and with a server that refuses to
start. Exits with 77, which CTest takes for skipped, where none of them is installed.

    leftovers_test.py GAUNTLET CONFORMANCE [COLUMN...]
"""

import ctypes
import json
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

# Runs have folders of their own to start in.
PROGRAM, CONFORMANCE = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
NAMED = sys.argv[3:]
# Processes whose parent has ended become children of this one, so that none is out of sight.
PR_SET_CHILD_SUBREAPER = 36
# Where programs write that heed neither their folder nor TMPDIR.
COMMON = ("/tmp", "/var/tmp", "/var/log", "/var/lib", "/var/cache", "/run", "/dev/shm")


def columns():
    """A column of each configuration, of those that are named."""
    for path in sorted((CONFORMANCE / "live/servers").glob("*/server.json")):
        one = json.loads(path.read_text("utf-8"))["usages"][0]["id"]
        if not NAMED or one in NAMED:
            yield one


def descendants():
    """Processes that come from this one, those that have ended left out."""
    children = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text("utf-8", "replace").rpartition(")")
        except OSError:
            continue
        state, parent = rest.split()[:2]
        if state != "Z":
            children.setdefault(int(parent), set()).add(int(name.split()[0]))
    found, todo = set(), [os.getpid()]
    while todo:
        more = children.get(todo.pop(), set())
        found |= more
        todo.extend(more)
    return found


def listening(processes):
    """The inodes of the sockets that they listen with: a port belongs to one of them."""
    all_of_them = set()
    for name in ("tcp", "tcp6"):
        for line in pathlib.Path("/proc/net", name).read_text("ascii").splitlines()[1:]:
            field = line.split()
            if field[3] == "0A":
                all_of_them.add(field[9])
    if processes is None:
        return all_of_them
    own = set()
    for process in processes:
        try:
            for link in pathlib.Path(f"/proc/{process}/fd").iterdir():
                to = os.readlink(link)
                if to.startswith("socket:["):
                    own.add(to[8:-1])
        except OSError:
            pass
    return own & all_of_them


def strangers():
    """Files of nobody, who the servers are where this runs as root, in places that all share."""
    if os.getuid() != 0:
        return set()
    nobody, found = pwd.getpwnam("nobody").pw_uid, set()
    for top in COMMON:
        for folder, folders, files in os.walk(top):
            # Another run, beside this one, has folders of its own.
            folders[:] = [name for name in folders if not name.startswith("gauntlet-live-")]
            for name in files:
                try:
                    path = os.path.join(folder, name)
                    if os.lstat(path).st_uid == nobody and not name.startswith("gauntlet"):
                        found.add(path)
                except OSError:
                    pass
    return found


class Leftovers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        # Servers that run as nobody have to get there.
        os.chmod(self.folder.name, 0o755)
        self.ports = set()
        self.strange = strangers()
        self.shared = set(os.listdir("/dev/shm"))

    def tearDown(self):
        self.folder.cleanup()

    def start(self, names, conformance=CONFORMANCE):
        return subprocess.Popen(
            [PROGRAM, "run", "--live", "--no-install", "--quiet", "--no-color", "--out", "out", *names],
            cwd=self.folder.name,
            env={**os.environ, "GAUNTLET_CONFORMANCE": str(conformance), "TMPDIR": self.folder.name},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def output_of(self, run, seconds):
        """Waits for its end, and notes meanwhile which ports are listened on."""
        deadline = time.monotonic() + seconds
        while run.poll() is None and time.monotonic() < deadline:
            self.ports |= listening(descendants())
            time.sleep(0.05)
        return run.communicate(timeout=10)[0]

    def wait_for_a_server(self, run):
        """Until one has its folder. A look at all processes would take longer than some servers are up."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and run.poll() is None:
            if any(name.startswith("gauntlet-live-") for name in os.listdir(self.folder.name)):
                time.sleep(0.05)  # it starts
                self.ports |= listening(descendants() - {run.pid})
                return
            time.sleep(0.002)
        self.fail("no server was started")

    def assert_nothing_is_left(self, but=()):
        # A process that was killed is gone when its parent has heard of it.
        deadline = time.monotonic() + 10
        while descendants() and time.monotonic() < deadline:
            time.sleep(0.05)
        commands = [pathlib.Path(f"/proc/{one}/cmdline").read_bytes() for one in descendants()]
        self.assertEqual(commands, [])
        self.assertEqual(self.ports & listening(None), set())
        files = {one for one in os.listdir(self.folder.name) if not one.startswith(tuple(but))}
        self.assertEqual(files - {"out", "conformance"}, set())
        shared = {one for one in set(os.listdir("/dev/shm")) - self.shared if one.startswith("gauntlet")}
        self.assertEqual(shared, set())
        self.assertEqual(strangers() - self.strange, set())

    def test_to_its_end(self):
        run = self.start(PRESENT)
        output = self.output_of(run, 1200)
        self.assertIn(run.returncode, (0, 1, 3), output)
        self.assertTrue(self.ports, "nobody listened")
        self.assert_nothing_is_left()

    def test_interrupted(self):
        for name in PRESENT:
            with self.subTest(name):
                # With a client, which has much to do.
                run = self.start([name, "urllib"])
                self.wait_for_a_server(run)
                run.send_signal(signal.SIGINT)
                output = run.communicate(timeout=60)[0]
                self.assertIn(run.returncode, (1, 3), output)
                self.assertIn("INTERRUPTED", output)
                self.assert_nothing_is_left()

    def test_killed(self):
        """Its servers end with it. Their folders and shared memory stay: nobody is left to remove them."""
        run = self.start([*PRESENT[:3], "urllib"])
        self.wait_for_a_server(run)
        run.kill()
        run.communicate(timeout=60)
        for path in strangers() - self.strange:
            if path.startswith("/dev/shm/"):
                os.unlink(path)
        self.assert_nothing_is_left(but=["gauntlet-live-"])

    def test_a_server_that_refuses_to_start(self):
        copy = pathlib.Path(self.folder.name) / "conformance"
        shutil.copytree(CONFORMANCE / "live", copy / "live", ignore=shutil.ignore_patterns("node_modules"))
        (copy / "suite").mkdir()
        shutil.copytree(CONFORMANCE / "suite/schema", copy / "suite/schema")
        # A server's name may be that of a client as well, which would start.
        clients = copy / "live/clients/clients.json"
        one = json.loads(clients.read_text("utf-8"))["clients"][:1]
        clients.write_text(json.dumps({"clients": one}), "utf-8")
        for path in (copy / "live/servers").glob("*/server.json"):
            with self.subTest(path.parent.name):
                how = json.loads(path.read_text("utf-8"))
                name = how["usages"][0]["id"]
                if name not in PRESENT:
                    continue
                how["arguments"] = ["-Z"]  # nobody has such an option, and no port is called so
                path.write_text(json.dumps(how), "utf-8")
                run = self.start([name], copy)
                output = self.output_of(run, 240)
                self.assertEqual(run.returncode, 3, output)
                self.assertRegex(output, "did not start|does not accept connections")
                self.assert_nothing_is_left()


def present():
    """The columns whose servers come up here, as a run says that asks them one question."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        subprocess.run([PROGRAM, "run", "--live", "--no-install", "--quiet", "--no-color", "--out", folder,
                        "--id", "*/good", "--id", "*/plain", "--id", "*/has-challenge", *columns()],
                       env={**os.environ, "GAUNTLET_CONFORMANCE": str(CONFORMANCE)}, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        found = []
        for line in pathlib.Path(folder, "results.ndjson").read_text("ascii").splitlines():
            record = json.loads(line)
            if "implementation" in record and record["implementation"]["status"] == "ran":
                found.append(record["implementation"]["id"])
        # A name of a column may be that of a program as well, which has others.
        return [one for one in found if one in set(columns())]


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    # A shell that started this in the background may have taken Ctrl-C from it, and so from its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    PRESENT = present()
    if not PRESENT:
        print("no server is installed")
        sys.exit(77)
    print(len(PRESENT), "servers:", *PRESENT, flush=True)
    unittest.main(argv=[sys.argv[0]], verbosity=2)
