"""SECURITY.md is true to the tests: each of the ten risks is there, and each test that it names exists.

So is its command for a software bill of materials, which lists what the lock file has.
"""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = re.findall(r"^\| (?!risk|---)(.+?) \| (.+) \| (.+) \|$", SECURITY, re.MULTILINE)

UV = Path(sys.executable).with_name("uv")


def test_each_of_the_ten_risks_has_a_row():
    assert re.findall(r"^\| (LLM\d\d) ", SECURITY, re.MULTILINE) == [f"LLM{number:02}" for number in range(1, 11)]


def test_each_row_names_tests_and_all_of_them_exist():
    assert len(ROWS) >= 14
    for risk, _, shown in ROWS:
        named = re.findall(r"`(tests/\w+\.py)::(test_\w+)`", shown)
        assert named, risk
        for file, name in named:
            assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), (risk, file, name)


@pytest.mark.skipif(not UV.is_file(), reason="needs uv, which the extra `dev` installs")
def test_the_bill_of_materials_names_each_default_dependency_as_it_is_locked(tmp_path):
    (command,) = re.findall(r"^uv (export .+?) -o sbom\.json", SECURITY, re.MULTILINE)
    made = tmp_path / "sbom.json"
    subprocess.run([UV, *shlex.split(command), "--offline", "--quiet", "-o", made], cwd=ROOT, check=True)
    bill = json.loads(made.read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    listed = {each["name"]: each for each in bill["components"]}
    locked = {each["name"]: each for each in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}
    dependencies = {each["name"] for each in locked["policy-brief-bot"]["dependencies"]}
    assert len(dependencies) >= 40
    for name in dependencies:
        assert listed[name]["version"] == locked[name]["version"]
        assert listed[name]["purl"] == f"pkg:pypi/{name}@{locked[name]['version']}"
    assert "pytest" not in listed
