"""Tokens of PyPI's own form, signed by nobody: what they allow can be read in them."""

import base64
import json

SIGNATURE = b"\x06\x20" + bytes(32)


def make_token(host: str, *caveats: object) -> str:
    """A token for that host with these caveats."""
    content = b"\x02" + _field(1, host.encode()) + _field(2, b"id") + b"\x00"
    for caveat in caveats:
        content += _field(2, json.dumps(caveat).encode()) + b"\x00"
    encoded = base64.urlsafe_b64encode(content + b"\x00" + SIGNATURE).decode()
    return f"pypi-{encoded.rstrip('=')}"


def _field(number: int, value: bytes) -> bytes:
    low, high = len(value) & 0x7F, len(value) >> 7
    length = bytes([low | 0x80, high]) if high else bytes([low])
    return bytes([number]) + length + value
