"""Which language stands in for which: the fallback chain of a locale."""

from __future__ import annotations

from collections.abc import Collection

from babel import Locale, UnknownLocaleError


def fallbacks(locale: str) -> list[str]:
    """The locale and what may stand in for it, most exact first: zh-CN, zh-Hans, zh; en-GB, en.

    A script that the territory implies is tried as well (CLDR likely subtags), so zh-TW never falls to zh-Hans.
    """
    try:
        parsed = Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return [locale]
    chain = [locale]
    if parsed.script:
        chain.append(f"{parsed.language}-{parsed.script}")
    chain.append(parsed.language)
    return list(dict.fromkeys(chain))


def chain(locale: str, default: str) -> list[str]:
    """The locales in which a text for a reader of `locale` is looked for, nearest first: its own and its parents, then the
    brand's default and its parents. zh-Hant-HK for a brand of en-GB: zh-Hant-HK, zh-Hant, zh, en-GB, en."""
    return list(dict.fromkeys([*fallbacks(locale), *(fallbacks(default) if default else [])]))


def spoken(written_in: str, locale: str, default: str) -> str:
    """The locale in which a text is put before a reader of `locale`: theirs where it is written in their language, so that
    a British reader of an `en` text reads British dates; else the brand's default, or that of the text itself."""
    if written_in in fallbacks(locale):
        return locale
    return default if default and written_in in fallbacks(default) else written_in


def language_name(locale: str, beside: str = "") -> str:
    """What people call a language: Welsh. With its script or territory where one of the same language is told `beside`."""
    try:
        parsed = Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return locale
    same = bool(beside) and fallbacks(beside)[-1] == fallbacks(locale)[-1]
    return str((parsed.get_display_name("en") if same else parsed.get_language_name("en")) or locale)


def best_of(available: Collection[str], wanted: str) -> str:
    """The best of the available locales for the wanted one, or ''."""
    for locale in fallbacks(wanted):
        if locale in available:
            return locale
    # A reader of en-GB is served by en-US, and one of zh-CN by zh-Hans-SG, rather than by another language.
    chain = set(fallbacks(wanted)[:-1])
    language = fallbacks(wanted)[-1]
    near = [one for one in sorted(available) if fallbacks(one)[-1] == language]
    same_script = [one for one in near if chain & set(fallbacks(one))]
    alike = same_script or [
        one for one in near if not _script(one) or not _script(wanted) or _script(one) == _script(wanted)
    ]
    return alike[0] if alike else ""


def _script(locale: str) -> str:
    try:
        return Locale.parse(locale, sep="-").script or ""
    except (UnknownLocaleError, ValueError):
        return ""
