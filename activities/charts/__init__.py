"""Drawings of the activities, made on the server; coordinates are strings, so that no language writes a comma."""

from activities.charts.chain import ChainMap, chain_map
from activities.charts.network import NetworkMap, network_map
from activities.charts.timeline import TimelineMap, timeline_map

__all__ = ["ChainMap", "NetworkMap", "TimelineMap", "chain_map", "network_map", "timeline_map"]
