"""Other people's formats: SPSS and Stata files with their labels, XLSForm questionnaires."""

from __future__ import annotations

__all__: list[str] = []
