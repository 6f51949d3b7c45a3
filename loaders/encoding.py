"""Which encoding a text file has: found by reading all of it once, so that no row fails later on."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from loaders.tables import FileRefused, Source

_CHUNK = 1 << 20
_MAX_LINE = 4_000_000
_UNDEFINED_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_BINARY_SHARE = 0.02


def encoding_of(source: Source) -> str:
    """``utf-8-sig`` (with or without mark), ``utf-16`` (with mark) or ``cp1252``, as Excel writes them.

    Raises FileRefused for anything else: UTF-16 without its mark, two encodings mixed, not text.
    """
    with source.open() as file:
        first = file.read(_CHUNK)
        if first.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            raise source.refused("problems.encoding_unknown")
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            _check_utf16(source, file)
            return "utf-16"
        _check_text(source, first)
        file.seek(0)
        if _is_utf8(file):
            return "utf-8-sig"
        file.seek(0)
        _check_cp1252(source, file, with_mark=first.startswith(codecs.BOM_UTF8))
    return "cp1252"


def _check_utf16(source: Source, file: BinaryIO) -> None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise source.refused("problems.encoding_unknown") from error


def _check_text(source: Source, first: bytes) -> None:
    """NUL bytes on every other place are UTF-16 without its mark; many odd bytes are no text at all."""
    nul = first.count(0)
    if nul > len(first) * 0.2 and max(first[::2].count(0), first[1::2].count(0)) > 0.9 * nul:
        raise source.refused("problems.encoding_utf16")
    odd = len(first) - len(first.translate(None, bytes((*range(9), 11, 12, *range(14, 27), *range(28, 32), 127))))
    if odd > max(10, len(first) * _BINARY_SHARE):
        raise source.refused("problems.not_text_file")


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _check_cp1252(source: Source, file: BinaryIO, *, with_mark: bool) -> None:
    """Raise FileRefused when the lines with letters beyond ASCII do not all have one encoding."""
    utf8_line = 1 if with_mark else None
    other_line = None
    number = 0
    while line := file.readline(_MAX_LINE):
        number += 1
        if line.isascii():
            continue
        if number == 1 and with_mark:
            line = line.removeprefix(codecs.BOM_UTF8)
            if line.isascii():
                continue
        try:
            line.decode("utf-8")
            utf8_line = utf8_line or number
        except UnicodeDecodeError:
            other_line = other_line or number
            if len(line.translate(None, _UNDEFINED_IN_CP1252)) < len(line):
                raise _mixed_or_unknown(source, utf8_line, number) from None
        if utf8_line and other_line:
            raise _mixed_or_unknown(source, utf8_line, other_line)


def _mixed_or_unknown(source: Source, utf8_line: int | None, other_line: int) -> FileRefused:
    if utf8_line is None:
        return source.refused("problems.encoding_unknown", row=other_line)
    return source.refused("problems.encoding_mixed", row=max(utf8_line, other_line), other=min(utf8_line, other_line))
