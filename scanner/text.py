r"""The text of a file whose language declares no encoding: UTF-8, or UTF-16 with a byte order mark."""

import codecs

from .facts import ParseFailure
from .problems import SCAN_INVALID_ENCODING
from .storable import storable

MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def unicode_source(data: bytes) -> bytes:
    r"""The file's text in UTF-8, line ends as `\n`, without a mark. Raises ParseFailure when it is not valid."""
    encoding = next((name for mark, name in MARKED if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        reason = " ".join(str(error).split())
        raise ParseFailure(SCAN_INVALID_ENCODING, f"not valid {encoding.removesuffix('-sig')}: {reason}") from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return storable(text).encode()
