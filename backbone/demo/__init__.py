"""The demo: three initiatives told through the services, each thing at its time (docs/demo.md)."""

from backbone.demo.loading import Loaded, load

__all__ = ["Loaded", "load"]
