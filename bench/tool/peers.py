"""Other libraries, as packaged: what they can do of the same work, side by side."""

import json
import os
import shutil
import subprocess

import environment
import inference
import report
import sides
import timing
from outcome import INCONCLUSIVE, SUCCESS, Failure

# Every peer, and the package that brings it.
PACKAGES = {
    "Poco": "libpoco-dev",
    "Boost.Beast": "libboost1.81-dev",
    "libsoup": "libsoup-3.0-dev",
    "cpp-httplib": "libcpp-httplib-dev",
    "libre": "libre-dev",
    "oSIP": "libosip2-dev",
    "Sofia-SIP": "libsofia-sip-ua-dev",
}
# Libraries that have the work to do, but no function for it that a program could call.
NOT_CALLABLE = {
    "neon": "its tokenizer is a static function behind a session with a server",
    "libcurl": "its reader of Digest is not exported",
    "serf, Qt": "theirs are private to their network layers",
}


def _titles(cases):
    """What the inputs are: one letter says nothing to who sees only the picture."""
    with open(os.path.join(sides.ROOT, "bench", "data", "cases.json"), encoding="utf-8") as file:
        about = {one["name"]: one for one in json.load(file)["inputs"]}
    return [f"{case}: {about[case]['title']}" + (f" ({about[case]['octets']} octets)" if "octets" in about[case] else "")
            for case in cases]


def _plot(path, cases, times):
    """Logarithmic bars, a group for each peer."""
    if shutil.which("gnuplot") is None:
        raise Failure("gnuplot is not installed: apt-get install gnuplot-nox", INCONCLUSIVE)
    names = list(times)
    lines = ['"peer" ' + " ".join(f'"{title}"' for title in _titles(cases))]
    for name in names:
        lines.append(f'"{name}" ' + " ".join(f"{times[name][case]:g}" if case in times[name] else "?" for case in cases))
    script = "\n".join([
        f'set terminal svg size 1000,520 dynamic font "sans-serif,12" background "#ffffff"',
        f'set output "{path}"',
        'set datafile missing "?"',
        'set title "CPU time to read one value (logarithmic)"', 'set ylabel "ns"', "set logscale y",
        "set style data histograms", "set style histogram clustered gap 1", "set style fill solid 0.85 noborder",
        "set key outside bottom center horizontal maxcols 3", "set xtics rotate by -20 noenhanced", "set grid ytics",
        "set border 3", "set tics nomirror", "$data << EOD", *lines, "EOD",
        "plot for [i=2:" + str(len(cases) + 1) + "] $data using i:xtic(1) title columnheader(i)", ""])
    ran = subprocess.run(["gnuplot"], input=script, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise Failure(f"gnuplot: {ran.stderr.strip()}")


def time_table(peers, cases, times):
    """A row a peer: ns, and how many times as long as ours where ours was measured. In brackets, what it took of
    several values."""
    ours = next(name for name in reversed([p["name"] for p in peers]) if name.startswith("gauntlet"))
    table = [["", *cases, "mallocs on b", "leaves out"]]
    for peer in peers:
        cells = []
        for case in cases:
            about, time = peer["cases"].get(case), times[peer["name"]].get(case)
            if about is None or time is None:
                cells.append("-" if about is None else "refused")
                continue
            ratio = time / times[ours][case]
            cells.append(f"{time:,.0f}" + (f" ({ratio:.1f}x)" if peer["name"] != ours else ""))
            if about["taken"] != about["values"]:
                cells[-1] += f" [{about['taken']} of {about['values']}]"
        allocations = peer["cases"].get("b", {}).get("allocations")
        cells.append("" if allocations is None else f"{allocations:g}")
        table.append([f"{peer['name']} {peer['version']}", *cells, peer["leaves_out"]])
    return table


def run(out, say, quick):
    say("building the peers")
    folder = os.path.join(sides.OUT, "peers")
    sides.build("peers", sides.ROOT, ["peers"], project=os.path.join(sides.ROOT, "bench", "peers"))
    program = os.path.join(folder, "peers")
    listed = subprocess.run([program, "--list"], capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise Failure(f"peers --list: status {listed.returncode}: {listed.stderr.strip()}")
    peers = json.loads(listed.stdout)
    cases = list(peers[0]["cases"])
    say("measuring the peers")
    samples = {}
    for _ in range(2 if quick else 6):
        for name, time in timing.run_process(program, None, 2 if quick else 3).items():
            samples.setdefault(name, []).append(time)
    times = {peer["name"]: {} for peer in peers}
    for name, values in samples.items():
        peer, case = name.rsplit("/", 1)
        times[peer][case] = inference.median(values)

    table = time_table(peers, cases, times)
    print(report.terminal_table(table))
    missing = [f"{name}: not run, {package} is not installed" for name, package in PACKAGES.items()
               if name not in {peer["name"] for peer in peers}]
    missing += [f"{name}: not run, {why}" for name, why in NOT_CALLABLE.items()]
    print("\n" + "\n".join(missing))
    about = environment.environment(environment.compiler_of(folder))
    print("\n" + report.environment_line(about))
    os.makedirs(out, exist_ok=True)
    plot = os.path.join(out, "peers.svg")
    _plot(plot, cases, times)
    path = os.path.join(out, "peers.md")
    with open(path, "w", encoding="utf-8") as file:
        file.write("## Peers\n\nCPU time in ns to read one value (median of processes), and how many times as long as "
                   "the parser's fastest form here takes. `-`: it cannot be asked for such a value; `refused`: it was, "
                   "and did not take it; [n of m]: what it took of several.\n\n" + report.markdown_table(table) +
                   "\n\n" + "\n".join("* " + line for line in missing) + "\n\n" + report.environment_line(about) +
                   "\n\n![](peers.svg)\n\nOnce more: `./gauntlet bench peers`\n")
    say(f"wrote {path} and {plot}")
    return SUCCESS
