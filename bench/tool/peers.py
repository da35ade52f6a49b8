"""Other libraries, as packaged: what they can do of the same work, side by side."""

import instructions
import report
import sides
import timing
from outcome import SUCCESS

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
# The anchors that stand beside the peers, since they mean the same on another machine; and what they do not do.
LEAVE_OUT = {
    "strings": "nothing: the whole grammar, into strings and vectors",
    "table4": "everything: looks each octet up, four a step",
    "line-scan": "everything: looks for the end of a line",
    "memchr": "everything: looks for one octet",
}


def _titles(cases):
    """What the inputs are: one letter says nothing to who sees only the picture."""
    about = {one["name"]: one for one in sides.cases()}
    return [f"{case}: {about[case]['title']}" + (f" ({about[case]['octets']} octets)" if "octets" in about[case] else "")
            for case in cases]


def _plot(path, cases, forms, times):
    """Logarithmic bars, a group for each form."""
    lines = ['"form" ' + " ".join(f'"{title}"' for title in _titles(cases))]
    for form in forms:
        measured = [times.get(f"{form}/{case}") for case in cases]
        lines.append(f'"{form}" ' + " ".join(f"{min(values):g}" if values else "?" for values in measured))
    script = "\n".join([
        'set terminal svg size 1000,520 dynamic font "sans-serif,12" background "#ffffff"',
        f'set output "{path}"',
        'set datafile missing "?"',
        'set title "CPU time to read one value (logarithmic)"', 'set ylabel "ns"', "set logscale y",
        "set style data histograms", "set style histogram clustered gap 1", "set style fill solid 0.85 noborder",
        "set key outside bottom center horizontal maxcols 3", "set xtics rotate by -20 noenhanced", "set grid ytics",
        "set border 3", "set tics nomirror", "$data << EOD", *lines, "EOD",
        "plot for [i=2:" + str(len(cases) + 1) + "] $data using i:xtic(1) title columnheader(i)", ""])
    report.gnuplot(script)


def time_table(listed, times, ours):
    """A row for each of the parser's forms, the anchors and the peers: ns, and how many times as long as `ours`. In
    brackets, what it took of several values."""
    rows = {row["name"]: row for row in listed["rows"]}
    cases = [row["case"] for row in listed["rows"] if row["form"] == ours and row["kind"] == "input"]
    table = [["", *cases, "mallocs on b", "leaves out"]]
    for form, about in listed["forms"].items():
        if not any(row["form"] == form for row in listed["rows"]):
            continue
        cells = []
        for case in cases:
            row, measured = rows.get(f"{form}/{case}"), times.get(f"{form}/{case}")
            if row is None or measured is None:
                cells.append("-" if row is None else "refused")
                continue
            time = min(measured)
            cells.append(f"{time:,.0f}" + (f" ({time / min(times[f'{ours}/{case}']):.1f}x)" if form != ours else ""))
            values = rows[f"{ours}/{case}"]["values"]
            if row["taken"] != values:
                cells[-1] += f" [{row['taken']} of {values}]"
        allocations = rows[f"{form}/b"]["allocations"] if f"{form}/b" in rows else ""
        name = f"{form} {about['version']}" if "version" in about else f"{form}, {about['kind']}"
        table.append([name, *cells, str(allocations), about.get("leaves_out") or LEAVE_OUT.get(form, "")])
    return table


def run(path_of, say, quick):
    """`path_of`: where a file of that name is written."""
    say("building the program with the peers")
    program = sides.build("peers", sides.ROOT, options=["-DGAUNTLET_PEERS=ON"])
    known = instructions.list_rows(program)["forms"]
    peers = [form for form, about in known.items() if about["kind"] == "peer"]
    ours = [form for form, about in known.items() if about["kind"] == "parser" and about["runs"]][-1]
    forms = ["reader", ours, *LEAVE_OUT, *peers]
    listed = instructions.list_rows(program, forms)
    say("measuring the peers")
    times = timing.measure(program, 2 if quick else 6, 2 if quick else 3, forms)

    table = time_table(listed, times, ours)
    missing = [f"{name}: not run, {package} is not installed" for name, package in PACKAGES.items() if name not in peers]
    missing += [f"{name}: not run, {why}" for name, why in NOT_CALLABLE.items()]
    print(report.terminal_table(table) + "\n\n" + "\n".join(missing))
    _plot(path_of("peers.svg"), table[0][1:-2], [form for form in listed["forms"] if form in forms], times)
    report.write_figures(path_of("peers.md"), "Beside other libraries", "./gauntlet bench peers", listed["compiler"], [
        "CPU time in ns to read one value (the smallest of several processes), and how many times as long as the\n"
        f"parser's form {ours} takes. `-`: it cannot be asked for such a value; `refused`: it was, and did not take\n"
        "it; [n of m]: what it took of several.", "![CPU time to read one value](peers.svg)", table,
        "\n".join("* " + line for line in missing)])
    return SUCCESS
