# SPDX-License-Identifier: Apache-2.0
"""Work done in parallel, and its results in a file that is written while the work goes on."""

import concurrent.futures
import json
import sys
import time


def in_parallel(work, items, jobs, stop=lambda: None):
    """(item, result) of each, in the order in which they end. After an error or an interruption nothing more is begun, and
    `stop` ends what was."""
    pool = concurrent.futures.ThreadPoolExecutor(jobs)
    futures = {pool.submit(work, item): item for item in items}
    try:
        for future in concurrent.futures.as_completed(futures):
            yield futures[future], future.result()
    except BaseException:
        for future in futures:
            future.cancel()
        stop()
        raise
    finally:
        pool.shutdown(wait=True)


class Results:
    """What a run found of each mutant: identity -> record. `head` is what else the file holds."""

    def __init__(self, path, head, known, every):
        self.path, self.head, self.records, self.every = path, head, known, every
        self.start = self.shown = time.monotonic()
        self.total = self.done = 0

    def pending(self, mutants):
        """Those of which nothing is known; progress counts them."""
        pending = [mutant for mutant in mutants if mutant.identity not in self.records]
        self.total, self.done = len(pending), 0
        return pending

    def note(self, mutant, record):
        self.records[mutant.identity] = record
        self.done += 1
        now = time.monotonic()
        if now - self.shown > self.every or self.done == self.total:
            print(f"{self.done} of {self.total} mutants in {now - self.start:.0f} s", file=sys.stderr, flush=True)
            self.shown = now
            self.save()

    def save(self):
        partial = self.path.with_suffix(".partial")
        partial.write_text(json.dumps({**self.head, "results": self.records}, indent=1), encoding="ascii")
        partial.replace(self.path)
