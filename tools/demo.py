"""The main job on the mentoring survey; `make demo` runs it."""

from __future__ import annotations

import enkat as ek

print("enkat", ek.__version__)
