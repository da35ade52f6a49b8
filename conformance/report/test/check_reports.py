"""Reads the reports in a folder with parsers that are not ours: check_reports.py DIRECTORY."""

import base64
import hashlib
import html.parser
import json
import pathlib
import re
import sys
import xml.etree.ElementTree
import zlib

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(html.parser.HTMLParser):
    """Checks nesting, ids, links, and that the page needs nothing but itself and the site's own files."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.fragments, self.errors = [], [], [], []
        self.files, self.policy, self.inline, self.details = [], "", [], ""

    def error_at(self, what):
        self.errors.append("line %d: %s" % (self.getpos()[0], what))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "b>"):
            self.error_at("element " + tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("srcset", "style", "action"):
                self.error_at("attribute %s of %s" % (name, tag))
            if name == "id":
                self.ids.append(value)
            if name == "src" or (name == "href" and not re.match(r"https?://", value)):
                if value.startswith("#"):
                    self.fragments.append(value[1:])
                else:
                    self.files.append(value)
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("script", "style") and "src" not in attributes:
            if attributes.get("type") == "application/octet-stream":
                self.details = None
            else:
                self.inline.append("")

    def handle_endtag(self, tag):
        if tag in VOID:  # cmark-gfm writes <br />
            return
        if not self.open or self.open[-1] != tag:
            self.error_at("</%s> closes %s" % (tag, self.open[-3:]))
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] in ("script", "style"):
            if self.details is None:
                self.details = data
            else:
                self.inline[-1] += data


def read_page(path, errors):
    page = Page()
    page.feed(path.read_bytes().decode("ascii"))
    page.close()
    errors += page.errors
    if page.open:
        errors.append("left open: %s" % page.open)
    if len(set(page.ids)) != len(page.ids):
        errors.append("an id occurs twice")
    if "main" not in page.ids:
        errors.append("no main")
    return page


def check_html(path, errors):
    """The page that has everything in it."""
    page = read_page(path, errors)
    details = json.loads(zlib.decompress(base64.b64decode(page.details)))
    text = lambda value: value if isinstance(value, str) else details["strings"][value]
    known = set(page.ids)
    for kind, pages in (("implementation", "implementations"), ("family", "families"), ("case", "cases")):
        known |= {kind + "/" + text(one["page"]) for one in details[pages]}
    for fragment in set(page.fragments) - known:
        errors.append("nothing has the id " + fragment)
    if page.files:
        errors.append("needs %s" % page.files[:3])
    if len(page.inline) != 2:
        errors.append("%d scripts and styles" % len(page.inline))
    for inline in page.inline:
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        if "'sha256-%s'" % digest not in page.policy:
            errors.append("the policy does not know " + inline[:40])
        if "url(" in inline or "@import" in inline:
            errors.append("the style sheet loads something")
    if not page.fragments:
        errors.append("no drill-down")


def check_site(folder, errors):
    """The same as a folder: every link leads to a file of it."""
    pages = sorted(folder.rglob("*.html"))
    for path in pages:
        found = []
        page = read_page(path, found)
        for name in page.files:
            target = (path.parent / name.partition("#")[0]).resolve()
            if folder.resolve() not in target.parents or not target.is_file():
                found.append("leads to %s, which is not there" % name)
        for fragment in set(page.fragments) - set(page.ids):
            found.append("nothing has the id " + fragment)
        if page.inline:
            found.append("a script or style in the page")
        errors += ["%s: %s" % (path.relative_to(folder), error) for error in found]
    for path in folder.rglob("*"):
        if not re.fullmatch(r"[a-z0-9._/-]+", str(path.relative_to(folder))):
            errors.append("a file is called %r" % path.name)
    if not (folder / ".nojekyll").is_file() or len(pages) < 3:
        errors.append("not a whole site")
    cases = re.fullmatch(r"globalThis\.gauntletCases = (\[.*\]);\n", (folder / "cases.js").read_bytes().decode("ascii"))
    for one in json.loads(cases[1]):
        if not (folder / "case" / (one["page"] + ".html")).is_file():
            errors.append("no page for " + one["id"])


def check_xml(path, errors):
    root = xml.etree.ElementTree.fromstring(path.read_bytes().decode("ascii"))
    if path.name != "junit.xml":
        return
    total = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in root:
        cases = suite.findall("testcase")
        seen = {"tests": len(cases)}
        for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            seen[attribute] = sum(1 for case in cases if case.find(element) is not None)
        for attribute, number in seen.items():
            total[attribute] += number
            if suite.get(attribute) != str(number):
                errors.append("%s of %s: %s, found %d" % (attribute, suite.get("name"), suite.get(attribute), number))
    for attribute, number in total.items():
        if root.get(attribute) != str(number):
            errors.append("%s in all: %s, found %d" % (attribute, root.get(attribute), number))


def check_tap(path, errors):
    point = re.compile(r"^( *)(not )?ok (\d+) - ((?:[^#\\]|\\#|\\\\)*)(# (SKIP|TODO) .*)?$")
    counts = {"": 0, "    ": 0}
    plans = {"": None, "    ": None}
    yaml = None
    lines = path.read_bytes().decode("ascii").split("\n")
    if lines[0] != "TAP version 14":
        errors.append("no version line")
    for number, line in enumerate(lines[1:-1], 2):
        if yaml is not None:
            if line == yaml + "...":
                yaml = None
            elif line != yaml + "---":
                name, _, value = line[len(yaml):].partition(": ")
                if not re.match(r"^[a-z_0-9]+$", name) or not isinstance(json.loads(value), str):
                    errors.append("line %d: %s" % (number, line[:60]))
            continue
        if line.strip() == "---":
            yaml = line[:-3]
            continue
        plan = re.match(r"^( *)1\.\.(\d+)", line)
        if plan:
            plans[plan[1]] = int(plan[2])
        elif re.match(r"^# Subtest: ", line):
            counts["    "] = 0
        else:
            match = point.match(line)
            if not match:
                errors.append("line %d: %s" % (number, line[:80]))
                continue
            counts[match[1]] += 1
            if int(match[3]) != counts[match[1]]:
                errors.append("line %d: number %s" % (number, match[3]))
            if match[1] == "" and counts["    "] and plans["    "] != counts["    "]:
                errors.append("line %d: subtest plan" % number)
    if plans[""] != counts[""]:
        errors.append("plan %s, found %d" % (plans[""], counts[""]))


def check_directives(path, errors):
    """A `#` that is not escaped begins a directive: there is one for each test that JUnit calls skipped."""
    found = 0
    for line in path.read_bytes().decode("ascii").split("\n"):
        if re.match(r"^ *(not )?ok ", line):
            found += re.sub(r"\\.", "", line).count("#")
    skipped = xml.etree.ElementTree.parse(path.with_name("junit.xml")).getroot().get("skipped")
    if str(found) != skipped:
        errors.append("%d directives, JUnit skipped %s" % (found, skipped))


def check_markdown(path, errors):
    columns = None
    for number, line in enumerate(path.read_bytes().decode("ascii").split("\n"), 1):
        if not line.startswith("|"):
            columns = None
            continue
        columns = columns or line.count("|")
        if line.count("|") != columns:
            errors.append("line %d: %d columns, not %d" % (number, line.count("|") - 1, columns - 1))
        if re.search(r"<(?!/?code>|https?://)", line):
            errors.append("line %d: markup" % number)


def main(directory):
    failed = False
    base = pathlib.Path(directory)
    checks = [(base / "report.html", check_html), (base / "site", check_site), (base / "junit.xml", check_xml), (base / "report.tap", check_tap),
              (base / "report.tap", check_directives),
              (base / "report.md", check_markdown),
              (base / "summary.json", lambda path, errors: json.loads(path.read_bytes().decode("ascii")))]
    badges = sorted((base / "badges").iterdir())
    if len(badges) < 2:
        print("no badges")
        failed = True
    for path in badges:
        if path.suffix == ".svg":
            checks.append((path, check_xml))
        else:
            checks.append((path, lambda path, errors: json.loads(path.read_bytes().decode("ascii"))))
    for path, check in checks:
        errors = []
        try:
            check(path, errors)
        except Exception as error:  # A parser that gives up is the finding.
            errors.append("%s: %s" % (type(error).__name__, error))
        for error in errors[:20]:
            print("%s: %s" % (path.name, error))
        failed = failed or bool(errors)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
