"""Refresh the table of what e-mail clients support, from a copy of Can I email's data (caniemail.com/api/data.json).

    python scripts/make_client_support.py data.json

Only facts are kept: for each feature, one letter per client, as it stands in the newest version that was tested. What
commhub looks for, and how much it matters, stands in features.toml beside the table and is written by hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "commhub" / "render" / "checks" / "data"
LICENCE: Final = "MIT, Copyright (c) 2019 HTeuMeuLeu; the full text is in LICENCE-caniemail.txt"
PLATFORMS: Final = {
    "desktop-webmail": ("web", "web"),
    "mobile-webmail": ("mobile-web", "web on a phone"),
    "outlook-com": ("web", "web"),
    "windows-mail": ("windows-mail", "Windows Mail"),
    "desktop-app": ("desktop", "desktop"),
}
FAMILIES: Final = {"yahoo": "Yahoo Mail", "thunderbird": "Thunderbird"}
FEWEST: Final = 100
"""A client that was tested for fewer features than this is left out: the table could say nothing about it."""


def distil(raw: dict[str, Any]) -> dict[str, Any]:
    """The compact table: `clients` names the columns, `support` has a letter for each (y yes, a partly, n no, u or .
    unknown)."""
    tested: dict[tuple[str, str], int] = {}
    for feature in raw["data"]:
        for family, platforms in feature["stats"].items():
            for platform in platforms:
                tested[family, platform] = tested.get((family, platform), 0) + 1
    columns = sorted(column for column, count in tested.items() if count >= FEWEST)
    return {
        "source": "Can I email (caniemail.com), the data of its API",
        "licence": LICENCE,
        "updated": raw["last_update_date"][:10],
        "clients": [
            {"name": _name(*column), "label": _label(*column, raw["nicenames"]), "family": column[0]}
            for column in columns
        ],
        "support": {
            feature["slug"]: "".join(_letter(feature["stats"], *column) for column in columns)
            for feature in sorted(raw["data"], key=lambda one: str(one["slug"]))
        },
    }


def _name(family: str, platform: str) -> str:
    return f"{family}-{PLATFORMS.get(platform, (platform,))[0]}"


def _label(family: str, platform: str, names: dict[str, dict[str, str]]) -> str:
    place = PLATFORMS[platform][1] if platform in PLATFORMS else names["platform"][platform]
    return f"{FAMILIES.get(family, names['family'][family])} ({place})"


def _letter(stats: dict[str, Any], family: str, platform: str) -> str:
    versions = list(stats.get(family, {}).get(platform, {}).values())
    return str(versions[-1])[0] if versions else "."


def main(path: str) -> None:
    table = distil(json.loads(Path(path).read_text(encoding="utf-8")))
    support = table.pop("support")
    head = json.dumps(table, ensure_ascii=False, indent=1)[:-2]
    rows = ",\n".join(f"  {json.dumps(slug)}: {json.dumps(letters)}" for slug, letters in support.items())
    target = FOLDER / "client-support.json"
    target.write_text(f'{head},\n "support": {{\n{rows}\n }}\n}}\n', encoding="utf-8")
    print(f"{target.name}: {len(support)} features, {len(table['clients'])} clients, as of {table['updated']}")


if __name__ == "__main__":
    main(sys.argv[1])
