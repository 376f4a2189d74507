"""When capitals are no acronym, because of what stands beside them: the exceptions of the policy, one test each. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

WINDOW: Final = 40
"""How many characters on either side are looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """A run of capitals as `letters` (A.P.R. and APRs are APR), with what stands before and after it."""

    letters: str
    written: str
    before: str
    after: str


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ROMAN = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
ROMAN_YEAR = re.compile(r"M{1,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
JOINED_BEFORE = re.compile(r"(?:[A-Za-z0-9]+[-/])+\Z")
JOINED_AFTER = re.compile(r"(?:[-/][A-Za-z0-9]+)+")
SPACED_CODE = re.compile(r"[ #](?:\d{5,}|\d{2,}(?: \d{2,})+)\b")
DIGITS_BEFORE = re.compile(r"\b[A-Z]{0,3}\d{2,} \Z")
DIGITS_AFTER = re.compile(r" \d{2,}[A-Z]?\b")
NUMBER_PLATE_BEFORE = re.compile(r"\b[A-Z]{2}\d{2}\s\Z")
FORM_BEFORE = re.compile(
    r"\b(?:form|forms|schedule|formulaire|formulario|formular|flight|train|coach|plate|registration)(?:\s(?:no\.|number|is))?\s\Z",
    re.IGNORECASE,
)
NUMBER_AFTER = re.compile(r"\s?-?\d")
CODE_BEFORE = re.compile(r"\b(?:promo|voucher|coupon|discount|offer)(?:\scode)?[:\s]{1,2}[\"“'‘]?\Z", re.IGNORECASE)

STATES = _words(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI"
    " SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP AA AE AP ON QC BC AB MB SK NS NB NL PE YT NT NU NSW VIC QLD SA TAS ACT"
)
ZIP_AFTER = re.compile(r",?\s{1,2}(?:\d{5}(?:-\d{4})?(?!\d)|[A-Z]\d[A-Z]\s?\d[A-Z]\d)")
AUSTRALIAN = _words("ACT NSW NT QLD SA TAS VIC WA")
FOUR_DIGITS_AFTER = re.compile(r"\s\d{4}(?!\d)(?![,.]\d)")
PLACE_BEFORE = re.compile(r"(?:^|[\s,])[A-Z][a-z]+, \Z")
ENDS = re.compile(r"\s*(?:$|[\n.;)])")

CURRENCIES = _words(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNH"
    " CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS"
    " INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU"
    " MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NTD NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RMB RON RSD RUB RWF SAR SBD SCR"
    " SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF"
    " XCD XOF XPF YER ZAR ZMW"
)
"""ISO 4217, with the everyday CNH, NTD and RMB."""
AMOUNT_BEFORE = re.compile(r"\d\s?(?:[kmKM]|bn|mn|million|billion|万|萬|亿|億|만|억)?\s?\Z")
AMOUNT_AFTER = re.compile(r"\s?[-+−]?[$£€¥]?\s?\d")
SIGN_AFTER = re.compile(r"[$£€¥]\s?\d")
PAIR_BEFORE = re.compile(r"([A-Z]{3})/\Z")
PAIR_AFTER = re.compile(r"/([A-Z]{3})(?![A-Za-z])")

UNITS = _words(
    "AH BHP BPM BTU CAL CC CM DB DBM DPI FPS FT GB GBIT GBPS GHZ GIB GJ GW GWH HP HZ IN IU KB KBPS KCAL KG KHZ KJ KM KMH KPH"
    " KV KVA KW KWH LB LBS MAH MB MBIT MBPS MCG MG MHZ MIB MJ ML MM MP MPG MPH MW MWH NM OZ PB PPM PSI RPM SQFT SQM TB TBPS"
    " TIB VA VAC VDC WH"
)
UNIT_BEFORE = re.compile(r"(?:\d[\s-]?|\bper\s|/\s?|每|\b(?:one|two|three|four|five|ten|unlimited)\s)\Z", re.IGNORECASE)

MONTHS = _words("JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC")
WEEKDAYS = _words("MON TUE TUES WED THU THUR THURS FRI SAT SUN")
DAY_BEFORE = re.compile(
    r"(?<![\d.,$£€¥/-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|ST|ND|RD|TH)?(?:[\s./-]|\sof\s){1,2}\Z"
)
DAY_AFTER = re.compile(
    r"[\s./-]{1,2}(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|ST|ND|RD|TH)?(?![\d%])(?![.,]\d)(?!\s?(?:%|per))"
)
YEAR_BEFORE = re.compile(r"(?<![\d.,])(?:19|20)\d\d[\s./-]\Z")
YEAR_AFTER = re.compile(r"[\s.,/'’-]{1,2}(?:(?:19|20)\d\d|(?<=['’-])\d\d)(?![\d%])(?![.,]\d)")
DATE_WORD_BEFORE = re.compile(
    r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC|MON|TUES?|WED|THU(?:RS?)?|FRI|SAT|SUN)(?:\s?[-–/,]\s?|\s(?:to|and|TO|AND)\s)\Z"
)
DATE_WORD_AFTER = re.compile(
    r"(?:\s?[-–/,]\s?|\s(?:to|and|TO|AND)\s)"
    r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC|MON|TUES?|WED|THU(?:RS?)?|FRI|SAT|SUN)(?![A-Za-z])"
)

ZONES = _words(
    "ACDT ACST ADT AEDT AEST AET AKDT AKST AST AWST BRT BST CAT CDT CEST CET CST CT EAT EDT EEST EET EST ET GMT GST HDT HKT"
    " HST ICT IST JST KST MDT MEZ MESZ MSK MST MT NZDT NZST PDT PHT PKT PST PT SAST SGT UTC WAT WEST WET WIB МСК"
)
TIME_BEFORE = re.compile(
    r"(?:\d{1,2}(?:[:.h]\d\d)?(?::\d\d)?\s?[ap]\.?\s?m\b\.?|\d{1,2}[:h]\d\d(?::\d\d)?h?|\d{1,2}\s?Uhr|\b\d{4}\s?(?:hours|hrs|h)"
    r"|\b(?:noon|midday|midnight|o['’]clock)|\d\s?[点點時时分]|\d\s?시|\d\s?분)[\s,(（]*\Z",
    re.IGNORECASE,
)
OFFSET_AFTER = re.compile(r"\s?[+\-−±]\s?\d")

TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Herr|Frau)\.?\s\Z")
SURNAME_AFTER = re.compile(r"\s[A-Z][a-z'’]+")
DETERMINER_BEFORE = re.compile(r"(?:^|\s)(?:the|an?|your|our|my|this|that|each|any|its|their)\s\Z", re.IGNORECASE)
COMPANY_ENDINGS = _words("CORP GMBH INC LLC LLP LTD PLC PTY SARL")
NAME_BEFORE = re.compile(r"\b[A-Z][\w&'’-]+,?\s\Z")
POST_NOMINALS = _words("BA BSC CBE CFA CFP CPA DDS DO DVM ESQ FCA JD JR KC LLB MBA MBE MD MSC NP OBE PA PHD QC RN SR")
FULL_NAME_BEFORE = re.compile(
    r"\b(?:[A-Z][a-z'’-]+\s(?:[A-Z]\.\s)?|[A-Z]\.\s?(?:[A-Z]\.\s?)?)[A-Z][A-Za-z'’-]+,\s(?:[A-Z][A-Za-z]{1,4},\s){0,3}\Z"
)
CONTRACTED_AFTER = re.compile(r"['’](?:T|RE|LL|VE|D|M)(?![A-Za-z])")
CONTRACTED_BEFORE = re.compile(r"[A-Z]['’]\Z")


def is_number(place: Place) -> bool:
    """A Roman numeral. Those with C, D and M only as long as a year: CD, MD and DC are more often something else."""
    return bool(ROMAN.match(place.letters)) or (len(place.letters) > 3 and bool(ROMAN_YEAR.match(place.letters)))


def is_code(place: Place) -> bool:
    """A reference, a product code or the number of a form: joined to digits by - or /, or set among groups of digits."""
    left, right = JOINED_BEFORE.search(place.before), JOINED_AFTER.match(place.after)
    for joined, near in ((left, -1), (right, 0)):
        if joined:
            parts = re.findall(r"[A-Za-z0-9]+", joined[0])
            by_hyphen = "-" in joined[0] and any(any(map(str.isdigit, part)) for part in parts)
            if by_hyphen or any(map(str.isdigit, parts[near])) or any(part.isdigit() for part in parts):
                return True
    if SPACED_CODE.match(place.after) or CODE_BEFORE.search(place.before):
        return True
    if FORM_BEFORE.search(place.before) and NUMBER_AFTER.match(place.after):
        return True
    if len(place.letters) == 3 and NUMBER_PLATE_BEFORE.search(place.before):
        return True
    return bool(DIGITS_BEFORE.search(place.before) and DIGITS_AFTER.match(place.after))


def is_state(place: Place) -> bool:
    """The code of a state or province before a postcode, or at the end after a town."""
    if place.letters not in STATES:
        return False
    if place.letters in AUSTRALIAN and FOUR_DIGITS_AFTER.match(place.after):
        return True
    return bool(ZIP_AFTER.match(place.after) or (PLACE_BEFORE.search(place.before) and ENDS.match(place.after)))


def is_currency(place: Place) -> bool:
    """A currency's code at an amount (or as one of a pair), or the letters before a currency's sign (NT$500)."""
    if SIGN_AFTER.match(place.after):
        return True
    if place.letters not in CURRENCIES:
        return False
    pair = PAIR_BEFORE.search(place.before) or PAIR_AFTER.match(place.after)
    if pair and pair[1] in CURRENCIES:
        return True
    return bool(AMOUNT_BEFORE.search(place.before) or AMOUNT_AFTER.match(place.after))


def is_unit(place: Place) -> bool:
    """A unit after a number, or after 'per'."""
    return place.letters in UNITS and bool(UNIT_BEFORE.search(place.before))


def is_date(place: Place) -> bool:
    """A month at a day, a year or another month; a weekday at a day or another weekday. APR 5.9% is no date."""
    if place.letters not in MONTHS and place.letters not in WEEKDAYS:
        return False
    before = (DAY_BEFORE, YEAR_BEFORE, DATE_WORD_BEFORE)
    after = (DAY_AFTER, YEAR_AFTER, DATE_WORD_AFTER)
    return any(one.search(place.before) for one in before) or any(one.match(place.after) for one in after)


def is_zone(place: Place) -> bool:
    """A time zone after a time, or with its offset."""
    if place.letters not in ZONES:
        return False
    return bool(TIME_BEFORE.search(place.before) or OFFSET_AFTER.match(place.after))


def is_name(place: Place) -> bool:
    """Initials, the ending of a company's name, letters after a person's name."""
    if TITLE_BEFORE.search(place.before) and SURNAME_AFTER.match(place.after):
        return True
    if place.letters in COMPANY_ENDINGS and NAME_BEFORE.search(place.before):
        return True
    if place.letters in POST_NOMINALS and FULL_NAME_BEFORE.search(place.before):
        return True
    dotted = "." in place.written
    return dotted and bool(SURNAME_AFTER.match(place.after)) and not DETERMINER_BEFORE.search(place.before)


def is_contraction(place: Place) -> bool:
    """Half of a word in capitals with an apostrophe: DON'T, YOU'RE, O'NEIL."""
    if CONTRACTED_AFTER.match(place.after):
        return True
    return bool(CONTRACTED_BEFORE.search(place.before)) and (
        place.letters in {"RE", "LL", "VE"} or place.before.endswith(("O'", "O’"))
    )


EXCEPTIONS: Final[tuple[Callable[[Place], bool], ...]] = (
    is_number,
    is_code,
    is_state,
    is_currency,
    is_unit,
    is_date,
    is_zone,
    is_name,
    is_contraction,
)

OF_LISTED: Final = (is_state, is_currency, is_unit, is_date, is_zone)
"""The exceptions that hold for a listed acronym too: there the same letters are another word (12 APR 2026)."""
