"""Case numbers such as GD-4829-1736-5: a prefix for the kind, eight random digits, one check digit.

Random, so that a number tells nobody how many cases there are and cannot be guessed from another. The check digit
(Damm's quasigroup) catches every single wrong digit and every swap of neighbours; it covers the prefix too.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from actions.casework.kinds import Kind

PREFIXES = {Kind.TICKET: "GD", Kind.BOOKING: "YY", Kind.DISPUTE: "JF"}
_KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}
_SPOKEN = {"工单": "GD", "预约": "YY", "纠纷": "JF"}
_LEAD = {"GD": 1, "YY": 2, "JF": 3}

# H. Michael Damm, Total anti-symmetrische Quasigruppen, 2004: the table of order 10.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

_GAP = r"[\s\-‐‑–—_·.]*"
_NUMBER = re.compile(
    rf"(G\s?D|Y\s?Y|J\s?F|工单|预约|纠纷)(?:的?(?:编号|号码|单号|号))?(?:是|为)?[:,，]?{_GAP}([0-9](?:{_GAP}[0-9]){{8}})"
)
_HAN_DIGITS = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")


def _check_digit(prefix: str, digits: str) -> int:
    interim = _DAMM[0][_LEAD[prefix]]
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def _printed(prefix: str, digits: str) -> str:
    return f"{prefix}-{digits[:4]}-{digits[4:8]}-{digits[8]}"


def new_number(kind: Kind) -> str:
    """A fresh number for a case of `kind`, as printed."""
    prefix = PREFIXES[kind]
    digits = f"{secrets.randbelow(10**8):08d}"
    return _printed(prefix, f"{digits}{_check_digit(prefix, digits)}")


def kind_of(number: str) -> Kind:
    """The kind a printed number belongs to."""
    return _KINDS[number[:2]]


def _first_valid(text: str) -> str | None:
    for match in _NUMBER.finditer(text):
        named = "".join(match[1].split())
        prefix = _SPOKEN.get(named, named)
        digits = re.sub(r"\D", "", match[2])
        if _check_digit(prefix, digits[:8]) == int(digits[8]):
            return _printed(prefix, digits)
    return None


def parse_number(text: str) -> str | None:
    """The first case number in free Chinese text, as printed; None when there is none with a right check digit.

    Spaces, dashes, case, full width, the Chinese name of the kind instead of its letters and Chinese digits are
    forgiven. Digits are tried as typed first, so that 一直 behind a number is not taken for one more digit.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    return _first_valid(plain) or _first_valid(plain.translate(_HAN_DIGITS))
