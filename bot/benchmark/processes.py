"""Fresh processes of the interpreter that runs this."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def fresh(
    *arguments: str, compiled: Path | None = None, check: bool = False, **how: Any
) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments; it finds the bot where this process has it. `how` is for `subprocess.run`.

    What it imports is kept in the folder `compiled` as bytecode, whatever the environment says of that.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    if compiled:
        environment |= {"PYTHONPYCACHEPREFIX": str(compiled), "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run([sys.executable, *arguments], env=environment, check=check, **how)
