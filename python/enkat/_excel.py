"""XLSX to cells, through python-calamine; nothing is opened before the ZIP has been checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from enkat import _core
from enkat._frames import require
from enkat._zip_check import ZipLimits, check_workbook
from enkat.errors import DataError

__all__ = ["read_xlsx"]


def read_xlsx(path: Path, *, limits: ZipLimits | None = None) -> _core.CellTable:
    """The cells of the sheet `Content`, or of the first sheet that has any.

    Raises
    ------
    DataError
        The file is no workbook, is damaged, or is larger than the limits.
    MissingExtraError
        python-calamine is not installed.
    """
    calamine = require("python_calamine", "reading XLSX", install="'enkat[excel]'")
    with path.open("rb") as file:
        check_workbook(file, size=os.fstat(file.fileno()).st_size, limits=limits or ZipLimits())
        file.seek(0)
        try:
            return _core.cells_from_rows(_rows(calamine.load_workbook(file)))
        except DataError:
            raise
        except Exception as e:
            raise DataError(f"the workbook cannot be read ({e}); export it again, or save it as CSV") from None
        except BaseException as e:
            if type(e).__name__ != "PanicException":  # how a failure inside calamine arrives
                raise
            raise DataError(f"the workbook cannot be read ({e}); export it again, or save it as CSV") from None


def _rows(workbook: Any) -> list[list[Any]]:
    names: list[str] = list(workbook.sheet_names)
    if "Content" in names:
        names = ["Content"]
    for name in names:
        rows: list[list[Any]] = workbook.get_sheet_by_name(name).to_python()
        if rows:
            return [[None if cell == "" else cell for cell in row] for row in rows]
    raise DataError("the workbook has no cell in any sheet; expected headings and one row per respondent")
