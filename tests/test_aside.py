"""Work that is done aside ends with the block that it is done aside of."""

import threading

import pytest

from bot.library.aside import aside


def test_what_is_done_aside_is_there_when_it_is_asked_for():
    with aside(each * each for each in range(4)) as told:
        assert told() == [0, 1, 4, 9]


def test_it_is_done_by_another_thread():
    with aside(threading.get_ident() for _ in range(1)) as told:
        assert told() != [threading.get_ident()]


def test_what_goes_wrong_aside_is_raised_where_it_is_asked_for():
    with pytest.raises(ZeroDivisionError), aside(1 // each for each in (1, 0)) as told:
        told()


def test_where_the_block_ends_early_no_more_is_taken():
    began, goes_on = threading.Event(), threading.Event()
    taken = []

    def work():
        for each in range(100):
            began.set()
            goes_on.wait(10)
            taken.append(each)
            yield each

    def interrupted():
        with aside(work()):
            began.wait(10)
            threading.Timer(0.05, goes_on.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(taken) < 100
