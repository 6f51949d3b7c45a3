"""What a file really is, whatever its name says; and what makes it unfit to open.

A workbook is a zip archive, so it may be a bomb (a small file that unpacks to a huge one), hold
macros, or be locked. It is looked through here, in bounded memory, before anything parses it.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO, Literal

from loaders.tables import Source

MAX_MEMBERS = 5_000
MAX_UNPACKED = 2_000_000_000
MAX_STRINGS = 300_000_000
"""Bytes of the list of texts of a workbook, the one part of it that is held in memory."""
MAX_RATIO = 200
RATIO_FROM = 20_000_000
"""Only members that unpack to more bytes than this are judged by their ratio."""
MAX_RUN = 400_000
"""Bytes without any mark-up: a cell of Excel holds at most 32,767 characters, each at most 6 bytes escaped."""

_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHER = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rt": "RTF",
    b"\x1f\x8b": "GZIP",
}


def sort_of_file(source: Source) -> Literal["text", "workbook"]:
    """Whether to read the file as text (CSV) or as a workbook (XLSX).

    Raises FileRefused with the sentence that fits: empty, an old or locked workbook, macros, a bomb,
    a damaged archive, or another sort of file.
    """
    with source.open() as file:
        start = file.read(8)
        if not start:
            raise source.refused("problems.file_empty")
        if start == _OLE:
            locked = _contains(file, _ENCRYPTED_PACKAGE)
            raise source.refused("problems.file_locked" if locked else "problems.file_old_xls")
        for magic, name in _OTHER.items():
            if start.startswith(magic):
                raise source.refused("problems.file_other", sort=name)
        if start.startswith((_ZIP, _EMPTY_ZIP)):
            file.seek(0)
            _check_archive(source, file)
            return "workbook"
        if source.name.casefold().endswith((".xlsx", ".xlsm", ".ods")):
            raise source.refused("problems.workbook_damaged")
    return "text"


def _contains(file: BinaryIO, wanted: bytes) -> bool:
    tail = b""
    while chunk := file.read(_CHUNK):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False


def _check_archive(source: Source, file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(source, archive)
            _check_content(source, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise source.refused("problems.workbook_damaged") from error


def _check_members(source: Source, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        if "xl/workbook.bin" in names or "mimetype" in names or "content.xml" in names:
            raise source.refused("problems.file_other_workbook")
        raise source.refused("problems.file_other", sort="ZIP")
    if source.name.casefold().endswith((".xlsm", ".xltm", ".xlam")) or any(
        name.casefold().endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names
    ):
        raise source.refused("problems.workbook_macros")
    if any(member.flag_bits & 1 for member in members):
        raise source.refused("problems.file_locked")
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or any(map(_is_bomb, members)):
        raise source.refused("problems.workbook_bomb", megabytes=unpacked // 1_000_000)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    if member.filename == "xl/sharedStrings.xml" and member.file_size > MAX_STRINGS:
        return True
    return member.file_size > max(RATIO_FROM, MAX_RATIO * member.compress_size)


def _check_content(source: Source, archive: zipfile.ZipFile) -> None:
    """Unpack every part once, piece by piece: a damaged part or a monstrous cell shows here."""
    for member in archive.infolist():
        run = 0
        with archive.open(member) as part:
            is_xml = member.filename.endswith((".xml", ".rels"))
            while chunk := part.read(_CHUNK):
                run = _longest_run(chunk, run) if is_xml else 0
                if run > MAX_RUN:
                    raise source.refused("problems.workbook_cell_too_long")
        if member.filename == "[Content_Types].xml" and b"macroEnabled" in archive.read(member):
            raise source.refused("problems.workbook_macros")


def _longest_run(chunk: bytes, before: int) -> int:
    """Bytes since the last ``<``, counting ``before`` from the piece before; or the longest run, if too long."""
    first = chunk.find(b"<")
    if first < 0:
        return before + len(chunk)
    if before + first > MAX_RUN:
        return before + first
    longest = max(map(len, chunk.split(b"<")))
    return longest if longest > MAX_RUN else len(chunk) - chunk.rfind(b"<")
