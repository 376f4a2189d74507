"""Whether something can be a contact point at all, and the one form in which we keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import phonenumbers
from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from commhub.contracts import JSON, CommhubError

MAX_EMAIL = 254  # RFC 5321 4.5.3.1.3: a path has 256 octets, two of them the angle brackets
MAX_LINES = 6
MAX_LINE = 100
MAX_POSTCODE = 16
NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # CLDR lists these groups and test codes among its territories
COUNTRIES = frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2) - NO_COUNTRY

_is_email = EmailValidator(allowlist=[])


class BadContact(CommhubError):
    """A value that cannot be this kind of contact point. `pointer` is a JSON Pointer into the value, or ''."""

    def __init__(self, detail: str, pointer: str = "") -> None:
        self.detail = detail
        self.pointer = pointer
        super().__init__(detail)


def clean(kind: str, value: JSON) -> JSON:
    """The value as it is kept, by the rules of its kind: email, phone (E.164) or address.

    A kind that a plug-in channel brings is kept as it came; that channel judges it. Raises BadContact.
    """
    cleaner = _CLEANERS.get(kind)
    return cleaner(value) if cleaner else value


def clean_email(value: JSON) -> str:
    """An e-mail address alone, without a display name."""
    address = _text(value, "An e-mail address").strip()
    try:
        _is_email(address)
    except ValidationError as error:
        raise BadContact(f"{address!r} is not an e-mail address.") from error
    if len(address) > MAX_EMAIL:
        raise BadContact(f"An e-mail address has at most {MAX_EMAIL} characters; this one has {len(address)}.")
    return address


def clean_phone(value: JSON) -> str:
    """A telephone number in E.164. The country code must be there: guessing it would write to a stranger."""
    number = _text(value, "A telephone number").strip()
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException as error:
        raise BadContact(
            f"{number!r} is not a telephone number with its country code, such as +44 7700 900123."
        ) from error
    if parsed.extension:
        raise BadContact(f"{number!r} has an extension; only a number that can be dialled directly can be kept.")
    # Possible, not valid: numbering plans gain ranges faster than any list of them, and a wrong "no" loses a customer.
    if not phonenumbers.is_possible_number(parsed):
        raise BadContact(f"{number!r} has too few or too many digits for a telephone number of its country.")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def clean_address(value: JSON) -> dict[str, JSON]:
    """A postal address: `lines` from the top down, `postcode` (may be empty), `country` (ISO 3166-1 alpha-2)."""
    if not isinstance(value, Mapping):
        raise BadContact("A postal address is an object with lines, postcode and country.")
    for name in value:
        if name not in ("lines", "postcode", "country"):
            step = str(name).replace("~", "~0").replace("/", "~1")
            raise BadContact("A postal address has only lines, postcode and country.", f"/{step}")
    lines = value.get("lines")
    if not isinstance(lines, list) or not 1 <= len(lines) <= MAX_LINES:
        raise BadContact(f"Give the lines of the address as a list of 1 to {MAX_LINES} strings.", "/lines")
    postcode = _one_line(value.get("postcode", ""), "/postcode", MAX_POSTCODE).upper()
    country = _one_line(value.get("country", ""), "/country", MAX_LINE).upper()
    if country not in COUNTRIES:
        raise BadContact("Give the country as its two-letter code of ISO 3166, such as GB or CN.", "/country")
    cleaned = [_one_line(line, f"/lines/{index}", MAX_LINE) for index, line in enumerate(lines)]
    for index, line in enumerate(cleaned):
        if not line:
            raise BadContact("A line of an address cannot be empty.", f"/lines/{index}")
    return {"lines": cleaned, "postcode": postcode, "country": country}


def _one_line(value: JSON, pointer: str, longest: int) -> str:
    line = _text(value, "This", pointer).strip()
    if not line.isprintable():
        raise BadContact("This holds a line break or another control character.", pointer)
    if len(line) > longest:
        raise BadContact(f"This has {len(line)} characters; {longest} is the most.", pointer)
    return line


def _text(value: JSON, what: str, pointer: str = "") -> str:
    if not isinstance(value, str):
        raise BadContact(f"{what} must be a string.", pointer)
    return value


_CLEANERS: Mapping[str, Callable[[JSON], JSON]] = {
    "email": clean_email,
    "phone": clean_phone,
    "address": clean_address,
}
