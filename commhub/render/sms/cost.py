"""What a text message costs: a price for each part, by where it goes. The prices are a file that a company replaces."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Final

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from commhub.contracts import CommhubError

SAMPLE: Final = Path(__file__).with_name("prices.toml")


class BadPrices(CommhubError):
    """A price list that cannot be read; the text begins with its path."""


@dataclass(frozen=True, slots=True)
class Prices:
    """A price list. `by_region` maps ISO 3166-1 codes to the price of one part; `otherwise` is what anywhere else costs,
    None when that is not known. `name` says which list it is, and of when."""

    name: str
    currency: str
    by_region: Mapping[str, Decimal]
    otherwise: Decimal | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a text costs. `destination` is the region whose price applies, or empty for the price of anywhere else."""

    amount: Decimal
    currency: str
    destination: str
    price_list: str


@lru_cache(maxsize=8)
def read_prices(path: Path) -> Prices:
    """The price list in a TOML file: `name`, `currency`, `otherwise`, and a table `regions`; prices in quotes.

    Raises BadPrices.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPrices(f"{path}: the price list cannot be read: {error}") from error
    regions = raw.get("regions")
    if not raw.get("name") or not raw.get("currency") or not isinstance(regions, dict):
        raise BadPrices(f"{path}: a price list has a name, a currency and a table of regions")
    unknown = sorted(set(regions) - phonenumbers.SUPPORTED_REGIONS)
    if unknown:
        raise BadPrices(f"{path}: {unknown[0]!r} is no region that telephone numbers have; write codes such as GB")
    return Prices(
        name=str(raw["name"]),
        currency=str(raw["currency"]),
        by_region={region: _price(value, path, region) for region, value in regions.items()},
        otherwise=_price(raw["otherwise"], path, "otherwise") if "otherwise" in raw else None,
    )


def cost_of(parts: int, number: str, prices: Prices) -> Cost | None:
    """What so many parts cost to an E.164 number; None when the list has no price for it."""
    region = _region(number, prices)
    price = prices.by_region.get(region, prices.otherwise)
    if price is None:
        return None
    return Cost(price * parts, prices.currency, region, prices.name)


def _price(value: object, path: Path, name: str) -> Decimal:
    try:
        price = Decimal(value) if isinstance(value, str | int) else None
    except InvalidOperation:
        price = None
    if price is None or not price.is_finite() or price < 0:
        raise BadPrices(f'{path}: the price of {name} is not an amount in quotes such as "0.0400"')
    return price


def _region(number: str, prices: Prices) -> str:
    """The region of the price list that a number belongs to, or "" when it lists none.

    Where regions share a calling code and differ in price, the number is looked at; one that no table classifies is taken
    to be in the code's main region.
    """
    if not number.startswith("+"):
        return ""
    digits = "".join(filter(str.isdecimal, number))
    codes = (int(digits[:length]) for length in (1, 2, 3) if digits)
    regions = next((COUNTRY_CODE_TO_REGION_CODE[code] for code in codes if code in COUNTRY_CODE_TO_REGION_CODE), ())
    region = regions[0] if regions else ""
    if len({prices.by_region.get(one) for one in regions}) > 1:
        try:
            region = str(phonenumbers.region_code_for_number(phonenumbers.parse(number)) or region)
        except phonenumbers.NumberParseException:
            return ""
    return region if region in prices.by_region else ""


class PriceList:
    """The price list of this process. It is configuration, like a provider's address: what a text costs is told beside a
    message, and is no part of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def use(self, path: Path) -> None:
        """Use another file from now on. Raises BadPrices, and then leaves things as they are."""
        read_prices(path)
        self.path = path

    def cost_of(self, parts: int, number: str) -> Cost | None:
        return cost_of(parts, number, read_prices(self.path))


price_list: Final = PriceList(SAMPLE)
