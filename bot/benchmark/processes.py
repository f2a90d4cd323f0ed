"""Fresh processes of the interpreter that runs this."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any


def fresh(*arguments: str, check: bool = False, **how: Any) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments; it finds the bot where this process has it. `how` is for `subprocess.run`."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.run([sys.executable, *arguments], env=environment, check=check, **how)
