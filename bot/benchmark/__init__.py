"""How fast the bot is, and how much memory and disk it takes, at the sizes that are asked for."""

from bot.benchmark.asking import measure_asking
from bot.benchmark.indexing import measure_indexing
from bot.benchmark.machine import machine
from bot.benchmark.peers import read_peers
from bot.benchmark.searching import measure_search

__all__ = ["machine", "measure_asking", "measure_indexing", "measure_search", "read_peers"]
