"""Each deliberate choice in the parser's comments names what pins it, and that is there.

    // CHOICE(comma-after-scheme): ... [list/comma-after-scheme, Options.MaxEmptyElements]

In brackets stand ids of cases, or names of the parser's tests where no case can express it.
"""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
HEADERS = sorted((ROOT / "parser" / "include" / "gauntlet").rglob("*.h*"))


def choices(text):
    """(tag, what is in its brackets) of every choice; a comment paragraph is one choice."""
    lines = [re.sub(r"^\s*//\s?", "", line) if line.lstrip().startswith("//") else "" for line in text.splitlines()]
    for paragraph in "\n".join(lines).split("\n\n"):
        found = re.search(r"CHOICE\(([a-z0-9-]+)\):", paragraph)
        if found:
            brackets = re.search(r"\[([^\]]*)\]\s*$", paragraph)
            yield found[1], re.split(r",\s*", " ".join(brackets[1].split())) if brackets else []


class Choices(unittest.TestCase):
    def test_each_choice_names_what_pins_it(self):
        pins = set()
        for file in (ROOT / "conformance" / "suite" / "cases").rglob("*.json"):
            pins.update(case["id"] for case in json.loads(file.read_text())["cases"])
        for file in (ROOT / "parser" / "test").rglob("*.cc"):
            pins.update(f"{a}.{b}" for a, b in re.findall(r"^TEST\((\w+), (\w+)\)", file.read_text(), re.M))
        text = "\n\n".join(file.read_text() for file in HEADERS)
        seen = dict(choices(text))
        self.assertEqual(len(seen), text.count("CHOICE("), "a tag stands twice, or shares its paragraph")
        for tag, named in seen.items():
            self.assertTrue(named, f"CHOICE({tag}) names nothing that pins it")
            for pin in named:
                self.assertIn(pin, pins, f"CHOICE({tag})")

    def test_finds_what_is_missing(self):
        text = "// CHOICE(a-b): words\n// more [x/y,\n// Z.W]\n\n// CHOICE(c): none\nint x;\n"
        self.assertEqual(list(choices(text)), [("a-b", ["x/y", "Z.W"]), ("c", [])])


if __name__ == "__main__":
    unittest.main()
