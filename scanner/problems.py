"""The codes under which a scan records what it could not take in full; none of them stops a scan."""

import os

from ..domain.scans import ScanProblem

SCAN_PERMISSION_DENIED = "SCAN_PERMISSION_DENIED"
SCAN_INVALID_ENCODING = "SCAN_INVALID_ENCODING"
SCAN_PATH_TOO_LONG = "SCAN_PATH_TOO_LONG"
SCAN_FILE_TOO_LARGE = "SCAN_FILE_TOO_LARGE"
SCAN_MINIFIED = "SCAN_MINIFIED"
SCAN_FILE_VANISHED = "SCAN_FILE_VANISHED"
SCAN_READ_FAILED = "SCAN_READ_FAILED"
PARSE_UNSUPPORTED_LANGUAGE = "PARSE_UNSUPPORTED_LANGUAGE"
PARSE_SYNTAX_ERROR = "PARSE_SYNTAX_ERROR"
PARSE_TIMEOUT = "PARSE_TIMEOUT"
PARSE_FAILED = "PARSE_FAILED"

MAX_PATH_BYTES = 1024


def is_utf8(path: str) -> bool:
    """Whether the name on disk is valid UTF-8; what is not came in as lone surrogates."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(path: str) -> str:
    r"""The path with bytes that are not UTF-8 as `\xNN`, so that it can be stored and shown."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def path_problem(path: str) -> ScanProblem | None:
    """Why a path cannot be recorded at all, if so."""
    if len(os.fsencode(path)) > MAX_PATH_BYTES:
        message = f"the path is longer than {MAX_PATH_BYTES} bytes"
        return ScanProblem(code=SCAN_PATH_TOO_LONG, path=printable(path), message=message)
    if not is_utf8(path):
        return ScanProblem(code=SCAN_INVALID_ENCODING, path=printable(path), message="the name is not valid UTF-8")
    return None


def os_problem(path: str, error: OSError) -> ScanProblem:
    """The problem an operating system's error stands for."""
    reason = error.strerror or type(error).__name__
    return ScanProblem(code=_code(error), path=printable(path), message=f"cannot read: {reason}")


def _code(error: OSError) -> str:
    match error:
        case PermissionError():
            return SCAN_PERMISSION_DENIED
        case FileNotFoundError() | NotADirectoryError():
            return SCAN_FILE_VANISHED
    return SCAN_READ_FAILED
