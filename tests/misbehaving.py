"""A reader that does what its file says, however bad, in the process that parses."""

import ctypes
import os
import sys
import time

from bot.errors import FrontMatterError
from bot.loading.parsed import Parsed
from bot.records import Heading, Mark, Metadata, Speaker

WHOLE = Parsed(
    "Title\n\nWords — “quoted”.",
    (Heading(0, 5, 1, "Title"),),
    (Mark(0, 1, label="i"), Mark(7, second=65)),
    Metadata("Title", authors=("Ada",), speakers=(Speaker("Bo", country="Peru"),), date="2020-01-02"),
)


def read(data: bytes, name: str) -> Parsed:
    return DEEDS[data.decode()](name)


def crash(name):
    ctypes.string_at(0)


def spin(name):
    while True:
        pass


def sleep(name):
    time.sleep(600)


def devour(name):
    hoard = []
    while True:
        hoard.append(bytes(10**8))


def leave(name):
    os._exit(3)


def prattle(name):
    sys.stdout.write("noise " * 10_000)
    os.write(1, b"more noise")
    return WHOLE


def recurse(name):
    return recurse(name)


def write(name):
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(b"x")


def refuse(name):
    raise FrontMatterError(f"{name}, line 1: bad.", "Mend it.")


DEEDS = {
    "crash": crash,
    "spin": spin,
    "sleep": sleep,
    "devour": devour,
    "leave": leave,
    "prattle": prattle,
    "recurse": recurse,
    "write": write,
    "refuse": refuse,
    "surrogate": lambda name: Parsed("\ud800"),
    "whole": lambda name: WHOLE,
    "keys": lambda name: Parsed(" ".join(sorted(key for key in os.environ if "BOT" in key)) or "none"),
    "process": lambda name: Parsed(str(os.getpid())),
}
