#!/usr/bin/env python3
"""A live run leaves no process, port or file, however it ends.

Starts `gauntlet run --live` with servers that are installed here, and looks at the machine before and
after: to its end, interrupted, and with a server that refuses to start. Exits with 77, which CTest
takes for skipped, where none of the servers is installed.

    leftovers_test.py GAUNTLET CONFORMANCE
"""

import glob
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, CONFORMANCE = sys.argv[1], pathlib.Path(sys.argv[2])
SERVERS = {"nginx": "/usr/sbin/nginx", "squid": "/usr/sbin/squid", "lighttpd": "/usr/sbin/lighttpd"}
PRESENT = [name for name, path in SERVERS.items() if pathlib.Path(path).exists()]


def machine(folder):
    """What a run with its temporary files there could leave: those, processes that work in them, and
    shared memory, which has no other place."""
    folders = set(glob.glob(folder + "/gauntlet-live-*") + glob.glob("/dev/shm/gauntlet*"))
    processes = set()
    for entry in glob.glob("/proc/[0-9]*"):
        try:
            if os.readlink(entry + "/cwd").startswith(folder + "/gauntlet-live-"):
                processes.add(entry)
        except OSError:
            pass
    return folders | processes


class Leftovers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        # Servers that run as nobody have to get there.
        os.chmod(self.folder.name, 0o755)
        self.before = machine(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def start(self, names, conformance=CONFORMANCE):
        return subprocess.Popen(
            [PROGRAM, "run", "--live", "--no-install", "--quiet", "--no-color", "--out", "out", *names],
            cwd=self.folder.name,
            env={**os.environ, "GAUNTLET_CONFORMANCE": str(conformance), "TMPDIR": self.folder.name},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def left(self):
        return machine(self.folder.name) - self.before

    def test_to_its_end(self):
        run = self.start(PRESENT)
        output, _ = run.communicate(timeout=240)
        self.assertIn(run.returncode, (0, 1), output)
        self.assertEqual(self.left(), set())

    def test_interrupted(self):
        # With a client, which has much to do.
        run = self.start(PRESENT + ["urllib"])
        deadline = time.monotonic() + 60
        while not self.left() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertTrue(self.left(), "no server came up")
        run.send_signal(signal.SIGINT)
        output, _ = run.communicate(timeout=60)
        self.assertIn(run.returncode, (1, 3), output)
        self.assertIn("INTERRUPTED", output)
        self.assertEqual(self.left(), set())

    def test_killed(self):
        """Its servers end with it. Their folders stay: nobody is left to remove them."""
        run = self.start(PRESENT)
        deadline = time.monotonic() + 60
        while not self.left() and time.monotonic() < deadline:
            time.sleep(0.01)
        run.kill()
        run.communicate(timeout=60)
        deadline = time.monotonic() + 10
        while any(one.startswith("/proc") for one in self.left()) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual({one for one in self.left() if one.startswith("/proc")}, set())
        for one in self.left():
            shutil.rmtree(one) if os.path.isdir(one) else os.unlink(one)

    def test_a_server_that_refuses_to_start(self):
        copy = pathlib.Path(self.folder.name) / "conformance"
        shutil.copytree(CONFORMANCE / "live", copy / "live")
        (copy / "suite").mkdir()
        shutil.copytree(CONFORMANCE / "suite/schema", copy / "suite/schema")
        name = PRESENT[0]
        for file in (copy / "live/servers" / name).glob("*.conf"):
            file.write_text("this is no configuration\n")
        run = self.start([name], copy)
        output, _ = run.communicate(timeout=120)
        self.assertEqual(run.returncode, 3, output)
        self.assertIn("did not start", output)
        self.assertEqual(self.left(), set())


if __name__ == "__main__":
    if not PRESENT:
        print("none of these is installed:", ", ".join(SERVERS))
        sys.exit(77)
    unittest.main(argv=[sys.argv[0]])
