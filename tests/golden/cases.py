"""The messages of the golden set: every template of the library, in every language, on every channel it goes out by."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2

from commhub.channels import channels
from commhub.console.brands import LibraryLook
from commhub.console.loose import Asked, Made, make
from commhub.console.sample import SampleData
from commhub.publish.samples import SAMPLE_DAY
from commhub.starter.library import CONTENT, Library, TemplateSource, read_library
from templates_store.variables import sample_of, spec_from_json

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
CHANNELS = ("email", "sms", "print")
# The brands differ in their tokens alone: one template in both shows that, the rest stands once.
IN_EVERY_BRAND = "claim-update"
FIRST_BRAND = "northlight"


@dataclass(frozen=True, slots=True)
class Case:
    """One message. `name` says template, locale and brand."""

    channel: str
    template: str
    locale: str
    brand: str

    @property
    def name(self) -> str:
        return f"{self.template}.{self.locale}.{self.brand}"

    @property
    def picture(self) -> Path:
        return PICTURES / self.channel / f"{self.name}.png"


@lru_cache(maxsize=1)
def library() -> Library:
    return read_library()


def cases() -> Iterator[Case]:
    for template in library().templates:
        for brand in sorted(template.brands):
            if brand != FIRST_BRAND and template.key != IN_EVERY_BRAND:
                continue
            for locale in sorted({locale for locale, _ in template.parts}):
                parts = {name: source for (one, name), source in template.parts.items() if one == locale}
                for channel in CHANNELS:
                    if channels.get(channel).offered(parts):
                        yield Case(channel, template.key, locale, brand)


def made(case: Case) -> Made:
    """The message with the declared samples, made by the same functions as one that is sent."""
    template = _template(case.template)
    specs = tuple(spec_from_json(raw) for raw in template.variables)
    brand = next(one for one in library().brands if one.key == case.brand)
    return make(
        CONTENT / "templates" / case.template / case.locale,
        Asked(case.channel, case.locale),
        LibraryLook(library(), brand),
        SampleData(sample_of(specs), specs, {}),
        now=SAMPLE_DAY,
    )


def _template(key: str) -> TemplateSource:
    return next(template for template in library().templates if template.key == key)


def texts_of(case: Case, message: Made) -> dict[Path, str]:
    """What is compared, by the file that holds it: HTML and text of a mail, a text message, a letter's words by page."""
    content = message.rendered.content
    folder = HERE / case.channel
    if case.channel == "email":
        return {folder / f"{case.name}.html": content["html"], folder / f"{case.name}.txt": content["text"]}
    if case.channel == "sms":
        return {folder / f"{case.name}.txt": content["text"] + "\n"}
    return {folder / f"{case.name}.txt": words_of(message.rendered.document)}


def words_of(document: bytes) -> str:
    """The lines of a letter, page by page, in the order in which they are drawn.

    Positions are left out on purpose: they differ by fractions between versions of the system's text libraries.
    """
    pdf = pypdfium2.PdfDocument(document)
    pages = []
    for number, page in enumerate(pdf, start=1):
        text = unicodedata.normalize("NFKC", page.get_textpage().get_text_bounded())
        lines = [" ".join(line.split()) for line in text.splitlines()]
        pages.append("\n".join([f"---- page {number} of {len(pdf)} ----", *(line for line in lines if line)]))
    pdf.close()
    return "\n".join(pages) + "\n"
