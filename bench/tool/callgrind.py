"""Runs a program under callgrind and reads what it counted."""

import os
import re
import shutil
import subprocess
import tempfile

from outcome import Failure, INCONCLUSIVE

# The C library picks its functions by the processor; here it takes the same ones everywhere. This does not reach the
# parser, whose kernels are asked for by name.
TUNABLES = "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX,-ERMS,-FSRM"


class Dump:
    """One region: the instructions in all, and for each address; and the symbol that each address belongs to."""

    def __init__(self, trigger, total, by_address, symbols):
        self.trigger = trigger
        self.total = total
        self.by_address = by_address
        self.symbols = symbols


def read_dump(path):
    """Reads a dump that was written with --dump-instr=yes --compress-pos=no --compress-strings=no."""
    trigger = summary = None
    by_address, symbols = {}, {}
    symbol = ""
    is_call = False
    try:
        with open(path, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith("0x"):
                    if is_call:  # the cost of what was called, which stands there as its own
                        is_call = False
                        continue
                    fields = line.split()
                    if len(fields) == 3:
                        address = int(fields[0], 16)
                        by_address[address] = by_address.get(address, 0) + int(fields[2])
                        symbols[address] = symbol
                elif line.startswith("fn="):
                    symbol = line[3:].strip()
                elif line.startswith("calls="):
                    is_call = True
                elif line.startswith("desc: Trigger: Client Request: "):
                    trigger = line.rstrip("\n").split(": ", 3)[3]
                elif line.startswith(("summary: ", "totals: ")):
                    summary = int(line.split()[1])
                elif line.startswith("events: ") and line.split() != ["events:", "Ir"]:
                    raise Failure(f"{path}: counts {line.strip()}, not Ir alone")
    except (ValueError, IndexError) as error:
        raise Failure(f"{path}: no dump of callgrind, or one that was cut off: {error}") from error
    if trigger is None:
        return None
    if summary is None:
        raise Failure(f"{path}: a dump without its sum: it was cut off")
    if sum(by_address.values()) != summary:
        raise Failure(f"{path}: the parts do not add up to the sum {summary}: it was cut off")
    return Dump(trigger, summary, by_address, symbols)


def read_dumps(folder, expected):
    """The dumps of a run, by trigger. `expected`: every trigger that has to be there, once."""
    dumps = {}
    for name in sorted(os.listdir(folder)):
        dump = read_dump(os.path.join(folder, name))
        if dump is None:
            continue
        if dump.trigger in dumps:
            raise Failure(f"{dump.trigger} was dumped twice")
        dumps[dump.trigger] = dump
    missing = [trigger for trigger in expected if trigger not in dumps]
    if missing:
        raise Failure(f"callgrind left no dump of {missing[0]} and {len(missing) - 1} more")
    return dumps


def version():
    if shutil.which("valgrind") is None:
        return None
    found = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=False)
    return found.stdout.strip().removeprefix("valgrind-")


def _without_address_randomization():
    # A container may forbid it. Counts do not depend on it; it is one variable less.
    command = ["setarch", "-R"]
    try:
        works = subprocess.run(command + ["true"], capture_output=True, check=False).returncode == 0
    except OSError:
        works = False
    return command if works else []


def pinned_environment():
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "GLIBC_TUNABLES": TUNABLES}


def run(program, arguments, expected):
    """Runs `program` in a pinned environment."""
    if version() is None:
        raise Failure("valgrind is not installed: apt-get install valgrind", INCONCLUSIVE)
    with tempfile.TemporaryDirectory(prefix="gauntlet-callgrind-") as folder:
        command = _without_address_randomization() + [
            "valgrind", "-q", "--tool=callgrind", "--cache-sim=no", "--collect-atstart=no", "--dump-instr=yes",
            "--compress-pos=no", "--compress-strings=no", f"--callgrind-out-file={folder}/dump",
            program, *arguments,
        ]
        ran = subprocess.run(command, env=pinned_environment(), capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise Failure(f"{os.path.basename(program)} under callgrind: status {ran.returncode}\n{ran.stderr.strip()}")
        return read_dumps(folder, expected)


_TEMPLATE = re.compile(r"<[^<>]*>")


def plain(function):
    """Without parameters, templates and the namespaces that all have."""
    name = function.replace("(anonymous namespace)::", "")
    before = None
    while before != name:
        before, name = name, _TEMPLATE.sub("", name)
    name = name.split("(")[0].strip().split(" ")[-1]
    return re.sub(r"^gauntlet::(v\d+::)?", "", name)


def name_addresses(program, addresses):
    """For each address of the program the functions that it belongs to, innermost first: what was inlined still has its
    name. [None] for an address that is not the program's."""
    if not addresses:
        return {}
    ordered = sorted(addresses)
    ran = subprocess.run(
        ["addr2line", "-a", "-f", "-i", "-C", "-e", program],
        input="".join(f"{address:#x}\n" for address in ordered), capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise Failure(f"addr2line: {ran.stderr.strip()}")
    names = {}
    address = None
    is_function = True
    for line in ran.stdout.splitlines():
        if re.fullmatch(r"0x[0-9a-f]+", line):
            address = int(line, 16)
            names[address] = []
            is_function = True
        else:
            # A function and where it stands take turns.
            if is_function:
                names[address].append(None if line == "??" else plain(line))
            is_function = not is_function
    return names
