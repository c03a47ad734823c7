"""XLSX to cells, through python-calamine; nothing is opened before the ZIP has been checked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from enkat import _core
from enkat._frames import require
from enkat._zip_check import ZipLimits, check_workbook
from enkat.errors import DataError

T = TypeVar("T")

__all__ = ["read_sheets", "read_xlsx"]


def read_sheets(path: Path, *, limits: ZipLimits | None = None) -> dict[str, list[list[Any]]]:
    """The rows of every sheet of a workbook; empty cells are None."""
    return _opened(path, limits, _all_sheets)


def read_xlsx(path: Path, *, limits: ZipLimits | None = None) -> _core.CellTable:
    """The cells of the sheet `Content`, or of the first sheet that has any.

    Raises
    ------
    DataError
        The file is no workbook, is damaged, or is larger than the limits.
    MissingExtraError
        python-calamine is not installed.
    """
    return _core.cells_from_rows(_opened(path, limits, _rows))


def _opened(path: Path, limits: ZipLimits | None, take: Callable[[Any], T]) -> T:
    calamine = require("python_calamine", "reading XLSX", install="'enkat[excel]'")
    with path.open("rb") as file:
        check_workbook(file, size=os.fstat(file.fileno()).st_size, limits=limits or ZipLimits())
        file.seek(0)
        try:
            return take(calamine.load_workbook(file))
        except DataError:
            raise
        except Exception as e:
            raise DataError(f"the workbook cannot be read ({e}); export it again, or save it as CSV") from None
        except BaseException as e:
            if type(e).__name__ != "PanicException":  # how a failure inside calamine arrives
                raise
            raise DataError(f"the workbook cannot be read ({e}); export it again, or save it as CSV") from None


def _all_sheets(workbook: Any) -> dict[str, list[list[Any]]]:
    sheets = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}
    return {name: [[None if c == "" else c for c in row] for row in rows] for name, rows in sheets.items()}


def _rows(workbook: Any) -> list[list[Any]]:
    names: list[str] = list(workbook.sheet_names)
    if "Content" in names:
        names = ["Content"]
    for name in names:
        rows: list[list[Any]] = workbook.get_sheet_by_name(name).to_python()
        if rows:
            return [[None if cell == "" else cell for cell in row] for row in rows]
    raise DataError("the workbook has no cell in any sheet; expected headings and one row per respondent")
