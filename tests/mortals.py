"""The process that forks others that may die, and what they say."""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


class Mortals:
    """The process that forks writers, and the one that lives."""

    def __init__(self, **environment: str) -> None:
        paths = os.pathsep.join([str(HERE.parent), str(HERE)])
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "mortal.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths, **environment},
        )
        assert self.heard() == ["ready", None]

    def heard(self) -> list:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def born(self, *life: object) -> int:
        assert self._process.stdin
        assert self._process.stderr
        self._process.stdin.write(json.dumps(life) + "\n")
        self._process.stdin.flush()
        return int(self._process.stderr.readline())

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)
        for stream in (self._process.stdout, self._process.stderr):
            assert stream
            stream.close()
