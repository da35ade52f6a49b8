"""Reads the reports in a folder with parsers that are not ours: check_reports.py DIRECTORY."""

import html.parser
import json
import pathlib
import re
import sys
import xml.etree.ElementTree

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(html.parser.HTMLParser):
    """Checks nesting, ids, links, and that the page needs nothing but itself."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.fragments, self.errors, self.text = [], [], [], [], []

    def error_at(self, what):
        self.errors.append("line %d: %s" % (self.getpos()[0], what))

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "embed", "link", "img", "base", "form", "b>"):
            self.error_at("element " + tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcset", "style"):
                self.error_at("attribute %s of %s" % (name, tag))
            if name == "id":
                self.ids.append(value)
            if name == "href":
                if value.startswith("#"):
                    self.fragments.append(value[1:])
                elif not re.match(r"https?://", value):
                    self.error_at("link to " + value[:40])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.error_at("</%s> closes %s" % (tag, self.open[-3:]))
        else:
            self.open.pop()

    def handle_data(self, data):
        self.text.append(data)


def check_html(path, errors):
    page = Page()
    text = path.read_bytes().decode("ascii")
    page.feed(text)
    page.close()
    errors += page.errors
    if page.open:
        errors.append("left open: %s" % page.open)
    if len(set(page.ids)) != len(page.ids):
        errors.append("an id occurs twice")
    for fragment in set(page.fragments) - set(page.ids) - {"top"}:
        errors.append("nothing has the id " + fragment)
    style = text[text.index("<style>"):text.index("</style>")]
    if "url(" in style or "@import" in style:
        errors.append("the style sheet loads something")
    if not page.fragments or not page.ids:
        errors.append("no drill-down")


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
    checks = [(base / "report.html", check_html), (base / "junit.xml", check_xml), (base / "report.tap", check_tap),
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
