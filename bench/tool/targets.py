"""The table of targets: must, aim, measured, by the program gauntlet_bench_targets."""

import os
import subprocess

import sides


def run(say, quick):
    folder = os.path.join(sides.OUT, "targets")
    os.makedirs(folder, exist_ok=True)
    log = os.path.join(folder, "build.log")
    open(log, "w", encoding="utf-8").close()
    say("building this checkout's kernels and the anchors")
    sides._run(["cmake", "-S", sides.ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG", "-DGAUNTLET_BUILD_BENCH=ON", "-DGAUNTLET_BUILD_TOOLS=OFF",
                "-DGAUNTLET_BUILD_TESTING=OFF"], "configuring targets", log)
    jobs = os.environ.get("GAUNTLET_JOBS")
    sides._run(["cmake", "--build", folder, "--target", "gauntlet_bench_targets", *(["-j", jobs] if jobs else [])],
               "building targets", log)
    say("measuring, for a minute or three")
    program = os.path.join(folder, "bin", "gauntlet_bench_targets")
    return subprocess.run([program, "--rounds", "40" if quick else "150"], check=False).returncode
