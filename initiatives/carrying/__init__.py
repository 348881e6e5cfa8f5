"""The hand-over of a whole initiative as one package: how it is written, checked and taken in (docs/handover.md)."""
