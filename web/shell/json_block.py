"""Data for a page's own scripts, inside the page."""

import json
from typing import Any


def json_block(content: Any) -> str:
    """Return JSON that can stand inside a script element of a page, whatever texts it holds."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
