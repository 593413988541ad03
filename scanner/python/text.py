r"""The text of a Python file as UTF-8 with `\n` line ends, whatever PEP 263 and the platform made of it."""

import codecs
import io
import tokenize

from ..facts import ParseFailure
from ..problems import SCAN_INVALID_ENCODING
from ..storable import storable

QUADRATIC = frozenset({"idna", "punycode"})


def utf8_source(data: bytes) -> bytes:
    r"""The file's text in UTF-8, line ends as `\n`. Raises ParseFailure when its encoding is unknown or violated."""
    encoding = _declared_encoding(data)
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError, ValueError) as error:
        raise ParseFailure(SCAN_INVALID_ENCODING, f"not valid {encoding}: {_one_line(error)}") from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return storable(text).encode()


def _declared_encoding(data: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data[:4096].replace(b"\r", b"\n")).readline)
        if codecs.lookup(encoding).name in QUADRATIC:
            raise ParseFailure(SCAN_INVALID_ENCODING, f"{encoding} is no encoding for source code")
    except (SyntaxError, LookupError, ValueError) as error:
        raise ParseFailure(SCAN_INVALID_ENCODING, _one_line(error)) from error
    return encoding


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
