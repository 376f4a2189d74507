"""What the form of a template or a block shows of its languages: source, required, what stands in, what is out of date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms

from commhub.desk.diff import Row, side_by_side
from commhub.desk.forms.base import Tab
from commhub.locales import language_name
from commhub.publish.chosen import standing_in
from commhub.publish.languages import languages_of, rows_of, source_of, source_when_made, written_in
from commhub.versions import Version
from templates_store.editing import Languages
from templates_store.models import ContentBlockVersion, TemplateVersion
from templates_store.translations import behind, source_name

SOURCE: Final = "source_locale"
NEW: Final = (("lacks", "new"),)


@dataclass(frozen=True)
class Late:
    """A text that is out of date: what changed in its source since, or no rows where the earlier text is not kept."""

    source: str
    rows: list[Row]


@dataclass(frozen=True)
class Beside:
    """The source text as it is shown beside a translation; `wanted` says that it is shown opened."""

    locale: str
    text: str
    wanted: bool


class Translating:
    """The languages of one draft, for its form. A block's only part is called `source` in field names."""

    def __init__(self, version: TemplateVersion | ContentBlockVersion, shown: Sequence[str]) -> None:
        self.version = version
        self.shown = list(shown)
        self.rows = rows_of(version)
        self.written = written_in(self.rows)
        self.source = source_of(version) or self._guess()
        self.late = behind(self.rows, version.source_locale)
        self.states = {one.locale: one for one in languages_of(version)}

    def fields(self) -> dict[str, forms.Field]:
        """The fields about languages as a whole, and one for each text that is out of date."""
        names = [(one, f"{one}, {language_name(one)}") for one in self.shown]
        found: dict[str, forms.Field] = {
            SOURCE: forms.ChoiceField(
                required=False,
                choices=[("", "Nobody said yet"), *names],
                initial=self.source,
                label="Written first in",
                help_text="The source, from which the others are translated. When it changes, they are marked.",
            )
        }
        if isinstance(self.version, TemplateVersion):
            for locale, label in names:
                found[f"required:{locale}:here"] = forms.BooleanField(
                    required=False, label=label, initial=locale in self.version.required_locales
                )
        for name in self.late:
            locale, _, part = name.partition("/")
            found[f"right:{locale}:{part or 'source'}"] = forms.BooleanField(
                required=False, label="Still right as it is: it needs no change"
            )
        return found

    def dress(self, field: Any, locale: str, part: str) -> None:
        """Tell a text's field what stands beside it, what stands in for it, and what is out of date in it."""
        name = f"{locale}/{part}" if isinstance(self.version, TemplateVersion) else locale
        origin = self.rows.get(source_name(name, self.source), ("", ""))[0]
        own = self.rows.get(name, ("", ""))[0]
        if name in self.late:
            field.late = late_of(self.version, name, origin)
        if locale != self.source and any(character.isalpha() for character in origin):
            field.beside = Beside(self.source, origin, wanted=not own.strip() or name in self.late)
        if not own.strip() and (lent := self._lent(part, locale)):
            field.stands_in = lent

    def in_order(self) -> list[str]:
        """The locales to show, the source first."""
        return sorted(self.shown, key=lambda one: one != self.source)

    def badges(self, locale: str) -> Sequence[tuple[str, str]]:
        """The state of a language, for its tab."""
        return self.states[locale].badges if locale in self.states else NEW

    def tab(self, form: forms.Form) -> Tab:
        """The tab about languages as a whole."""
        names = [name for name in form.fields if name == SOURCE or name.startswith("required:")]
        return Tab("languages", "Languages", "", [form[name] for name in names], "desk/tab_languages.html")

    def told(self, cleaned: Mapping[str, Any], sent: Mapping[str, Any]) -> Languages | None:
        """What the form says of languages; None where it was sent without."""
        if SOURCE not in sent:
            return None
        required = tuple(one for one in self.shown if cleaned.get(f"required:{one}:here"))
        return Languages(str(cleaned.get(SOURCE, "")), required, frozenset(self._confirmed(cleaned)))

    def _confirmed(self, cleaned: Mapping[str, Any]) -> Iterator[str]:
        for name in self.late:
            locale, _, part = name.partition("/")
            if cleaned.get(f"right:{locale}:{part or 'source'}"):
                yield name

    def _guess(self) -> str:
        """Where nobody said: the language of its first brand, if it is written in that."""
        return next(
            (one for one in self._defaults() if one in self.shown), self.shown[0] if len(self.shown) == 1 else ""
        )

    def _defaults(self) -> list[str]:
        if not isinstance(self.version, TemplateVersion):
            return []
        return list(self.version.brands.order_by("key").values_list("default_locale", flat=True))

    def _lent(self, part: str, locale: str) -> str:
        if not isinstance(self.version, TemplateVersion):
            return ""
        default = next(iter(self._defaults()), "")
        lent = standing_in(part, self.written, locale, default)
        return f"{language_name(lent, locale)} ({lent})" if lent else ""


def with_confirm(form: forms.Form, field: forms.BoundField, name: str) -> None:
    """Put the tick for “still right” beside a text that is out of date."""
    if name in form.fields:
        field.field.confirm = form[name]  # type: ignore[attr-defined]


def late_of(version: TemplateVersion | ContentBlockVersion, name: str, origin: str) -> Late:
    """What changed in the source of a text that is out of date, since it was translated."""
    then = source_when_made(version, name)
    return Late(version.source_locale, side_by_side(then, origin) if then is not None else [])


def languages_context(version: Version) -> dict[str, Any]:
    """For the page of a version: its languages with their states, and what of them is out of date."""
    if not isinstance(version, TemplateVersion | ContentBlockVersion):
        return {}
    rows = rows_of(version)
    late = [
        {
            "name": name.replace("/", " · "),
            "late": late_of(version, name, rows.get(source_name(name, version.source_locale), ("", ""))[0]),
        }
        for name in behind(rows, version.source_locale)
    ]
    return {"languages": languages_of(version), "late_texts": late}
