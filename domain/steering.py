"""Characters that steer a terminal or turn the direction of text, written so that they do neither.

C0 characters and quotes are the business of each format's own escaping; these are legal in it as they are.
"""

import re

STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def harmless_json(text: str) -> str:
    r"""JSON that means the same, with such a character as `\u009b`."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def harmless_xml(text: str) -> str:
    """The content of an XML element or attribute, with such a character as `&#155;`."""
    return STEERING.sub(lambda found: f"&#{ord(found[0])};", text)
