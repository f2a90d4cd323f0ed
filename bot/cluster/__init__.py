"""A Ray cluster reads, attributes and embeds what is added; this process alone writes it to the library."""

from bot.cluster.cluster import Cluster, open_cluster

__all__ = ["Cluster", "open_cluster"]
