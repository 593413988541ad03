"""What would steer a terminal is written so that it does not, and reads back as it was."""

import json
import unicodedata

import pytest
from docrunch.domain.steering import harmless_json, harmless_xml

CONTROLS = "".join(chr(code) for code in range(0x7F, 0xA0))
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029\ufeff"


@pytest.mark.parametrize("text", [CONTROLS, DIRECTIONS, "é\U0001f600 \u200d"])
def test_json_means_the_same(text: str) -> None:
    written = harmless_json(json.dumps([text], ensure_ascii=False))

    assert json.loads(written) == [text]
    assert not steers(written)


def test_xml_has_a_number_for_each() -> None:
    assert harmless_xml("<a>\x9b\u202eé</a>") == "<a>&#155;&#8238;é</a>"


def steers(text: str) -> bool:
    return any(char != "\u200d" and unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in text)
