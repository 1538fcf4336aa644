"""The load generator, a process of its own: eight threads with one kept connection each.

Reads one JSON object from its standard input and writes one to its output. Standard library alone, so that it
starts at once and takes little of the machine that it shares with the server.
"""

from __future__ import annotations

import gzip
import http.client
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

WARM_UP = 0.15  # the part of the time, or of the forms, that is not counted


class User(threading.Thread):
    """One user: one connection, his cookies, his visits. `times` are seconds of the visits that count."""

    def __init__(self, plan: dict[str, Any], number: int, shared: Iterator[Any], lock: threading.Lock) -> None:
        super().__init__()
        self.plan, self.number, self.shared, self.lock = plan, number, shared, lock
        self.connection = http.client.HTTPConnection("127.0.0.1", plan["port"], timeout=60)
        self.dice = random.Random(number)
        self.done: list[tuple[float, float, int, int, int]] = []  # began, seconds, status, bytes sent, plain

    def run(self) -> None:
        think = self.plan["think"]
        if think:
            time.sleep(self.dice.uniform(0, think[1]))
        for method, path, body in self._visits():
            if time.perf_counter() > self.plan["until"]:
                break
            self.done.append(self._visit(method, path, body))
            if think:
                time.sleep(self.dice.uniform(*think))
        self.connection.close()

    def _visits(self) -> Iterator[Any]:
        if not self.plan["once"]:
            own = self.plan["visits"][self.number]
            while True:
                yield from own
        while True:
            with self.lock:
                one = next(self.shared, None)
            if one is None:
                return
            yield one

    def _visit(self, method: str, path: str, body: str) -> tuple[float, float, int, int, int]:
        headers = {"Host": "localhost", "Accept-Encoding": "gzip", "Cookie": self.plan["cookies"][self.number]}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        sent = answer.read()
        took = time.perf_counter() - began
        packed = answer.getheader("Content-Encoding") == "gzip"
        return began, took, answer.status, len(sent), len(gzip.decompress(sent)) if packed else len(sent)


def run(plan: dict[str, Any]) -> dict[str, Any]:
    """All users at once; what counts of it, the beginning left out."""
    began = time.perf_counter()
    plan["until"] = began + plan["seconds"]
    shared, lock = iter(plan["visits"][0]), threading.Lock()
    users = [User(plan, number, shared, lock) for number in range(len(plan["cookies"]))]
    for user in users:
        user.start()
    for user in users:
        user.join()
    done = sorted(visit for user in users for visit in user.done)
    first = began + WARM_UP * (max(visit[0] for visit in done) - began) if done else began
    counted = [visit for visit in done if visit[0] >= first]
    return {
        "took": max(visit[0] + visit[1] for visit in counted) - first,
        "times": [visit[1] for visit in counted],
        "statuses": Counter(str(visit[2]) for visit in done),
        "sent": sorted(visit[3] for visit in counted)[len(counted) // 2],
        "plain": sorted(visit[4] for visit in counted)[len(counted) // 2],
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
