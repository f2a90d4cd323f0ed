"""What an addition has used is given back to the system."""

import ctypes

import pytest
from documents import written

from bot.library import open_library, spare


def trims() -> bool:
    return hasattr(ctypes.CDLL(None), "malloc_trim")


@pytest.mark.skipif(not trims(), reason="this system's C library gives memory back by itself")
def test_an_addition_gives_its_memory_back_also_where_it_fails(tmp_path, embedder, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(spare.ctypes, "CDLL", lambda _: type("C", (), {"malloc_trim": staticmethod(asked.append)}))
    library = open_library(tmp_path / "library", embedder)
    library.add([written("The wheat is in.")])
    assert asked == [0]
    with pytest.raises(ZeroDivisionError):
        library.add([written("The rice is in.", "rice.txt")], attribute=lambda _: (1 / 0 for _ in "x"))
    assert asked == [0, 0]
    library.close()


@pytest.mark.parametrize("missing", [AttributeError, OSError, TypeError])
def test_a_system_without_the_function_is_left_alone(monkeypatch, missing):
    def absent(_):
        raise missing

    monkeypatch.setattr(spare.ctypes, "CDLL", absent)
    spare.give_back_memory()
