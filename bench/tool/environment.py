"""What a figure depends on besides the parser: the machine and the tools."""

import hashlib
import json
import os
import platform
import re
import subprocess

import callgrind


def _first_line(command):
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return ran.stdout.splitlines()[0].strip() if ran.returncode == 0 and ran.stdout else None


def _processor():
    about = {}
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if ":" in line:
                    name, value = line.split(":", 1)
                    about.setdefault(name.strip(), value.strip())
    except OSError:
        pass
    name = about.get("model name") or platform.processor() or platform.machine()
    if "cpu family" in about:
        name += f" f{about['cpu family']} m{about['model']}"
    return re.sub(r"\s+", " ", name.replace("(R)", "").replace("(TM)", ""))


def toolchain(compiler):
    """What instruction counts depend on. `compiler`: what the measured program says of itself."""
    words = compiler.split()
    return {
        "compiler": " ".join(words[:2]),
        "flags": "-O2",
        "libc": " ".join(platform.libc_ver()),
        "valgrind": callgrind.version() or "none",
        "machine": platform.machine(),
    }


def environment(compiler):
    """The same, and the machine: figures of two environments are never put into one chart."""
    about = dict(toolchain(compiler))
    about["cpu"] = _processor()
    about["virt"] = _first_line(["systemd-detect-virt"]) or "unknown"
    about["benchmark"] = (_first_line(["dpkg-query", "-W", "-f", "${Version}", "libbenchmark-dev"]) or "unknown")
    text = json.dumps(about, sort_keys=True)
    about["id"] = hashlib.sha256(text.encode()).hexdigest()[:8]
    return about


def load_average():
    try:
        return os.getloadavg()[0]
    except OSError:
        return 0.0
