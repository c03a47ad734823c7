"""Looks through a ZIP file, before any reader opens it, for what would exhaust memory.

A spreadsheet is a ZIP of XML files. The sizes it declares cannot be trusted, so every member is inflated once, in small
pieces that are thrown away, and what really comes out is counted.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from enkat.errors import DataError

__all__ = ["ZipLimits", "check_workbook"]

_PIECE = 1 << 18
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,4})([0-9]{1,8})["']""")
_LONGEST_TAG = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """What a workbook may contain."""

    file_bytes: int = 512 << 20
    members: int = 10_000
    member_bytes: int = 1 << 30
    total_bytes: int = 2 << 30
    ratio: int = 500
    """Inflated over compressed size, judged for members above one megabyte."""
    sheet_cells: int = 50_000_000
    """Rows times columns of a sheet up to its last cell, which a reader allocates whether they are filled or not."""


def check_workbook(file: BinaryIO, *, size: int, limits: ZipLimits) -> None:
    """Refuse what is no workbook, is cut off or encrypted, or grows beyond the limits.

    Raises
    ------
    DataError
        The message says what was found, what is allowed and how to repair it.
    """
    if size > limits.file_bytes:
        raise DataError(f"the workbook has {size} bytes, the limit is {limits.file_bytes}; save it as CSV")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error) as e:
        raise DataError(f"the workbook is damaged or cut off ({e}); export or download it again") from None
    with archive:
        members = archive.infolist()
        _check_declared(members, limits)
        total = 0
        for member in members:
            total += _check_inflated(file, member, limits, limits.total_bytes - total)


def _check_declared(members: list[zipfile.ZipInfo], limits: ZipLimits) -> None:
    if len(members) > limits.members:
        raise DataError(f"the workbook has {len(members)} parts, the limit is {limits.members}; save it as CSV")
    if not any(m.filename == "xl/workbook.xml" for m in members):
        raise DataError(
            "the file is a ZIP but no XLSX workbook (it has no xl/workbook.xml); unpack it, or save it as XLSX"
        )
    for m in members:
        if m.flag_bits & 0x1:
            raise DataError(f"part {m.filename!r} of the workbook is encrypted; save it without a password")
        if m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DataError(
                f"part {m.filename!r} of the workbook is compressed by method {m.compress_type}; save it again"
            )
        if m.file_size > limits.member_bytes:
            raise DataError(
                f"part {m.filename!r} of the workbook declares {m.file_size} bytes, "
                f"the limit is {limits.member_bytes}; save it as CSV"
            )
    total = sum(m.file_size for m in members)
    if total > limits.total_bytes:
        raise DataError(
            f"the workbook declares {total} bytes unpacked, the limit is {limits.total_bytes}; save it as CSV"
        )


def _check_inflated(file: BinaryIO, member: zipfile.ZipInfo, limits: ZipLimits, room: int) -> int:
    """Inflate one member and return its true size."""
    counter = _SheetSize(member.filename, limits) if member.filename.startswith("xl/worksheets/") else None
    size = 0
    for piece in _inflated(file, member):
        size += len(piece)
        if size > min(limits.member_bytes, room):
            raise DataError(f"part {member.filename!r} of the workbook unpacks to more than the limit; save it as CSV")
        if size > 1 << 20 and size > limits.ratio * max(member.compress_size, 1):
            raise DataError(
                f"part {member.filename!r} of the workbook is compressed more than {limits.ratio} times, "
                "as archives made to exhaust memory are; save it as CSV"
            )
        if counter is not None:
            counter.feed(piece)
    if size != member.file_size:
        raise DataError(
            f"part {member.filename!r} of the workbook declares {member.file_size} bytes and has {size}; "
            "the file is damaged or forged; export it again"
        )
    return size


def _inflated(file: BinaryIO, member: zipfile.ZipInfo) -> _Pieces:
    return _Pieces(file, member)


class _Pieces:
    """The unpacked bytes of a member, piece by piece, never more than one piece in memory."""

    def __init__(self, file: BinaryIO, member: zipfile.ZipInfo) -> None:
        self._file = file
        self._left = member.compress_size
        self._name = member.filename
        self._inflater = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
        file.seek(member.header_offset)
        header = file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise DataError(f"part {self._name!r} of the workbook is damaged; export or download it again")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        file.seek(name_length + extra_length, 1)

    def __iter__(self) -> _Pieces:
        return self

    def __next__(self) -> bytes:
        while True:
            piece = self._next_raw() if self._inflater is None else self._next_inflated(self._inflater)
            if piece is None:
                raise StopIteration
            if piece:
                return piece

    def _next_raw(self) -> bytes | None:
        if self._left == 0:
            return None
        data = self._file.read(min(self._left, _PIECE))
        if not data:
            raise DataError(f"part {self._name!r} of the workbook is cut off; export or download it again")
        self._left -= len(data)
        return data

    def _next_inflated(self, inflater: zlib._Decompress) -> bytes | None:
        data = inflater.unconsumed_tail or self._next_raw()
        if data is None or inflater.eof:
            return None
        try:
            return inflater.decompress(data, _PIECE)
        except zlib.error as e:
            raise DataError(f"part {self._name!r} of the workbook is damaged ({e}); export it again") from None


class _SheetSize:
    """Follows the addresses of cells through the XML of a sheet."""

    def __init__(self, name: str, limits: ZipLimits) -> None:
        self._name, self._limit = name, limits.sheet_cells
        self._rows = self._columns = 0
        self._tail = b""

    def feed(self, piece: bytes) -> None:
        text = self._tail + piece
        for letters, digits in _CELL.findall(text):
            self._rows = max(self._rows, int(digits))
            self._columns = max(self._columns, _column_number(letters))
        if self._rows * self._columns > self._limit:
            raise DataError(
                f"sheet {self._name!r} reaches to row {self._rows} and column {self._columns}, "
                f"more than {self._limit} cells; delete what stands far outside the answers, or save it as CSV"
            )
        self._tail = text[-_LONGEST_TAG:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
