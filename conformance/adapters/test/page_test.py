"""Takes the complete adapter out of the README and runs it, and that of docs/ in C++, through protocol_test.py; compiles and
runs the README's other example.

    page_test.py README.md SCHEMA.json PARSER-INCLUDE-FOLDER COMPILER
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

page, schema, include, compiler = sys.argv[1:]
here = pathlib.Path(__file__).parent
text = pathlib.Path(page).read_text(encoding="ascii")


def block(language, mark):
    found = [code for code in re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE) if mark in code]
    if len(found) != 1:
        sys.exit(f"{page}: {len(found)} blocks of {language} with {mark}, expected one")
    return found[0]


def build(source):
    program = source.with_suffix("")
    subprocess.run([compiler, "-std=c++20", "-O1", "-Wall", "-Wextra", "-I", include, source, "-o", program], check=True)
    return program


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    python = block("python", "HELLO")
    (folder / "my_adapter.py").write_text(python, encoding="ascii")
    source = pathlib.Path(page).parent / "docs" / "adapters" / "adapter.cc"
    (folder / "my_adapter.cc").write_text(source.read_text(encoding="ascii"), encoding="ascii")
    build(folder / "my_adapter.cc")
    (folder / "example.cc").write_text(block("cpp", "gauntlet::validate"), encoding="ascii")
    printed = subprocess.run([build(folder / "example.cc")], check=True, capture_output=True, text=True).stdout
    expected = block("text", "expected_comma")
    if printed != expected:
        sys.exit(f"{page}: the example prints\n{printed}but the page says\n{expected}")
    lines = len([line for line in python.splitlines() if line.strip()])
    if lines > 20:
        sys.exit(f"the adapter in Python has grown to {lines} lines")
    commands = {"python": [sys.executable, str(folder / "my_adapter.py")], "cpp": [str(folder / "my_adapter")]}
    adapters = {name: {"command": command, "working_directory": str(folder), "operations": ["challenges"]}
                for name, command in commands.items()}
    (folder / "adapters.json").write_text(json.dumps(adapters), encoding="ascii")
    for name in adapters:
        subprocess.run([sys.executable, here / "protocol_test.py", folder / "adapters.json", schema, name], check=True)
