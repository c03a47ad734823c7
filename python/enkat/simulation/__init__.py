"""Responses that obey a definition, routing included, with planted defects and their key on request."""

from __future__ import annotations

from enkat.simulation._simulate import Simulated, plantable, simulate

__all__ = ["Simulated", "plantable", "simulate"]
