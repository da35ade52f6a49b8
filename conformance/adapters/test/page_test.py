"""Takes the complete adapters out of docs/adapters.md and runs them through protocol_test.py.

    page_test.py docs/adapters.md SCHEMA.json PARSER-INCLUDE-FOLDER COMPILER
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

page, schema, include, compiler = sys.argv[1:]
here = pathlib.Path(__file__).parent


def block(language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", pathlib.Path(page).read_text(encoding="ascii"), re.DOTALL | re.MULTILINE)
    if len(found) != 1:
        sys.exit(f"{page}: {len(found)} blocks of {language}, expected one")
    return found[0]


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "my_adapter.py").write_text(block("python"), encoding="ascii")
    (folder / "my_adapter.cc").write_text(block("cpp"), encoding="ascii")
    subprocess.run([compiler, "-std=c++20", "-O1", "-Wall", "-Wextra", "-I", include, folder / "my_adapter.cc", "-o", folder / "my_adapter"],
                   check=True)
    lines = len([line for line in block("python").splitlines() if line.strip()])
    if lines > 25:
        sys.exit(f"the adapter in Python has grown to {lines} lines")
    commands = {"python": [sys.executable, str(folder / "my_adapter.py")], "cpp": [str(folder / "my_adapter")]}
    adapters = {name: {"command": command, "working_directory": str(folder), "operations": ["challenges"]}
                for name, command in commands.items()}
    (folder / "adapters.json").write_text(json.dumps(adapters), encoding="ascii")
    for name in adapters:
        subprocess.run([sys.executable, here / "protocol_test.py", folder / "adapters.json", schema, name], check=True)
