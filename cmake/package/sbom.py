# SPDX-License-Identifier: Apache-2.0
"""What a release consists of, as SPDX 2.3: its files with their hashes, and the packages that the program is built from.

The parser depends on nothing; what is listed as built from goes into the program `gauntlet` alone.
"""

import datetime
import hashlib
import json
import subprocess


def element(name):
    """A name as an SPDX identifier may be: letters, digits, full stops and hyphens."""
    return "SPDXRef-" + "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in name)


def installed(package):
    """The version of a Debian package on this machine; nothing where it is not there or dpkg is not."""
    try:
        done = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package], capture_output=True,
                              text=True)
    except OSError:
        return None
    status, _, version = done.stdout.partition(" ")
    return version if status == "installed" else None


def package(name, version, **more):
    return {"SPDXID": element(name), "name": name, "versionInfo": version, "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
            "copyrightText": "NOASSERTION", **more}


def hashes(octets):
    return [{"algorithm": name, "checksumValue": hashlib.new(name.lower(), octets).hexdigest()}
            for name in ("SHA1", "SHA256")]


def document(release, made):
    """The text of the document: the same for the same release and the same machine."""
    own = package("gauntlet", release.version, licenseConcluded="Apache-2.0 AND CC0-1.0",
                  licenseDeclared="Apache-2.0 AND CC0-1.0", copyrightText="2026 The Gauntlet authors",
                  supplier="Organization: The Gauntlet authors",
                  sourceInfo=f"commit {release.commit}")
    names = [words[0] for line in (release.tree / "cmake/apt/run.txt").read_text(encoding="ascii").splitlines()
             if (words := line.split()) and not line.startswith("#")]
    parts = [package(name, version, supplier="Organization: Debian",
                     externalRefs=[{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                    "referenceLocator": f"pkg:deb/debian/{name}@{version}"}])
             for name in names if (version := installed(name))]
    files = [{"SPDXID": element(f"file-{path.name}"), "fileName": f"./{path.name}", "checksums": hashes(path.read_bytes()),
              "licenseConcluded": "NOASSERTION", "copyrightText": "NOASSERTION"} for path in made]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"])]
    relations += [(own["SPDXID"], "CONTAINS", one["SPDXID"]) for one in files]
    relations += [(one["SPDXID"], "BUILD_DEPENDENCY_OF", own["SPDXID"]) for one in parts]
    created = datetime.datetime.fromtimestamp(release.time, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"gauntlet-{release.version}",
        # A name, not an address: no two releases have the same.
        "documentNamespace": f"urn:gauntlet:{release.version}:{release.commit}",
        "creationInfo": {"created": created, "creators": ["Tool: gauntlet-release.py"]},
        "packages": [own, *parts], "files": files,
        "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b}
                          for a, kind, b in relations],
    }, indent=1) + "\n"
