# SPDX-License-Identifier: Apache-2.0
"""A bare Debian in a folder, made by mmdebstrap from where this machine's apt takes its packages. Needs root.

What is mounted is mounted in a namespace of the process that needs it: nothing stays mounted, however a test ends.
"""

import atexit
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

PRIVATE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
# $1 is the folder, $2 who runs it, the rest the command.
ENTER = ('root=$1; user=$2; shift 2; mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" &&'
         ' exec chroot --userspec="$user" "$root" "$@"')


class Failure(Exception):
    pass


def obstacle(*programs):
    """Why there can be none here, or one of these programs is missing; nothing where all is well."""
    if os.geteuid() != 0:
        return "only root may make a bare system"
    for program in ("apt-get", "mmdebstrap", *programs):
        if shutil.which(program) is None:
            return f"there is no {program}"
    if subprocess.run([*PRIVATE, "true"], capture_output=True).returncode != 0:
        return "unshare may make no namespaces here; of a container, --privileged allows it"
    return None


def sources():
    """The lines of sources.list for what this machine's apt has of Debian."""
    done = subprocess.run(["apt-get", "indextargets", "--format", "deb $(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages",
                           "Origin: Debian"], check=True, capture_output=True, text=True)
    lines = sorted(set(done.stdout.splitlines()))
    if not lines:
        raise Failure("apt has no list of Debian's packages: apt-get update, on a Debian, reads it")
    return "\n".join(lines) + "\n"


def release():
    """The name of this machine's release, such as bookworm: what was built here fits that one."""
    for line in pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.partition("=")[2].strip('"')
    raise Failure("/etc/os-release has no VERSION_CODENAME")


def make(target, *options):
    """A system of the essential packages and apt, in a folder or, where the name ends so, as a .tar. What it has on the disk
    nobody needs after a crash."""
    made = subprocess.run([*PRIVATE, "mmdebstrap", "--mode=root", "--variant=apt", "--dpkgopt=force-unsafe-io", *options, release(),
                           str(target), "-"], input=sources(), capture_output=True, text=True,
                          env={**os.environ, "TMPDIR": str(target.parent)})
    if made.returncode != 0:
        raise Failure(f"mmdebstrap ended with {made.returncode}:\n{made.stderr[-4000:]}")


def folder(name):
    """A temporary folder, gone with the process, and with Ctrl-C and SIGTERM as well."""
    def interrupted(*_):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, interrupted)
    made = pathlib.Path(tempfile.mkdtemp(prefix=f"gauntlet-{name}-"))
    made.chmod(0o755)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def run(root, command, user=0, where="/"):
    """A command of a shell in the system, as root or as a user without rights, and no variable of this process with it."""
    words = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", "sh", "-c",
             f"cd {where} && {command}"]
    return subprocess.run([*PRIVATE, "sh", "-c", ENTER, "sh", str(root), f"{user}:{user}", *words],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
