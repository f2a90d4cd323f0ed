"""SECURITY.md is true to the tests: each of the ten risks is there, and each test that it names exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = re.findall(r"^\| (?!risk|---)(.+?) \| (.+) \| (.+) \|$", SECURITY, re.MULTILINE)


def test_each_of_the_ten_risks_has_a_row():
    assert re.findall(r"^\| (LLM\d\d) ", SECURITY, re.MULTILINE) == [f"LLM{number:02}" for number in range(1, 11)]


def test_each_row_names_tests_and_all_of_them_exist():
    assert len(ROWS) >= 14
    for risk, _, shown in ROWS:
        named = re.findall(r"`(tests/\w+\.py)::(test_\w+)`", shown)
        assert named, risk
        for file, name in named:
            assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), (risk, file, name)
