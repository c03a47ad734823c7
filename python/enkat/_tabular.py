"""What every result with columns can do: become a frame of any library, a dict, an Arrow stream."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from enkat._frames import make_frame
from enkat._saving import Saved

__all__ = ["Tabular", "plain_columns"]


def plain_columns(columns: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Every column as a plain list; a missing number is None."""
    return {name: [_plain(v) for v in values] for name, values in columns.items()}


def _plain(value: Any) -> Any:
    item = value.item() if hasattr(value, "item") else value
    return None if isinstance(item, float) and math.isnan(item) else item


class Tabular(Saved):
    """A result made of columns. A subclass says which ones, and which library the input came in."""

    __slots__ = ()

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """Every column in order; with a language the option codes are replaced by their texts."""
        raise NotImplementedError

    def _library(self) -> str | None:
        raise NotImplementedError

    def frame(self, *, language: str | None = None) -> Any:
        """The table in the input's own dataframe library, else in the first installed of polars, pandas, pyarrow.

        Parameters
        ----------
        language : str, optional
            Give the texts of this language in the place of option codes.

        Raises
        ------
        MissingExtraError
            No dataframe library is installed.
        """
        return make_frame(self.columns(language=language), library=self._library())

    def to_polars(self) -> Any:
        """The table as a polars DataFrame."""
        return make_frame(self.columns(), library="polars")

    def to_pandas(self) -> Any:
        """The table as a pandas DataFrame."""
        return make_frame(self.columns(), library="pandas")

    def to_arrow(self) -> Any:
        """The table as a pyarrow Table."""
        return make_frame(self.columns(), library="pyarrow")

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        library = self._library() if self._library() in ("polars", "pyarrow") else None
        return make_frame(self.columns(), library=library).__arrow_c_stream__(requested_schema)
