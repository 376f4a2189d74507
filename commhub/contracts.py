"""The frozen values that one room hands to the next on the send road; they know no database and no framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

JSON = Any
"""A value that `json.loads` can return."""


# ---- the edition ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VariableSpec:
    """One declared variable: what an app must send, and a sample of it.

    `type` is one of templates_store.variables.TYPES. `choices` holds an enum's values, `fields` the members of an
    object or of each row of a list. `holds` says what a string names (person-name, company-name, address,
    product-name): such text is never linted. `dictionary` names the code dictionary that an enum's codes are looked up
    in, beside what is mapped for this variable alone.
    """

    name: str
    type: str
    required: bool = True
    sample: JSON = None
    description: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple[VariableSpec, ...] = ()
    holds: str = ""
    dictionary: str = ""


@dataclass(frozen=True, slots=True)
class AssetFile:
    """One approved file as an edition refers to it; its bytes are found by `sha256`.

    `valid_until` is the last day on which it may be sent, None for always. `shown` is how wide it is to be
    shown, empty for as wide as it is: pixels in e-mails, millimetres in letters; it is known while compiling only.
    """

    slot: str
    sha256: str
    media_type: str
    file_name: str
    width: int
    height: int
    alt: str
    valid_until: date | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything resolved for one template, brand and locale. Immutable; `hash` addresses its content.

    `channels` maps a channel's name to what that channel's `compile` made: only that channel reads it.
    A channel whose text fell back to another language says so there: `locale` is what it speaks, and `also` lists further
    languages of which something stands in it. `assets` maps the SHA-256 of a file to its description. `brand` is the
    brand's tokens as plain data. `changes_on` is the first day on which the rules of assets choose another file, None when
    they never do.
    """

    hash: str
    template: str
    category: str
    brand_key: str
    locale: str
    brand: Mapping[str, JSON]
    variables: tuple[VariableSpec, ...]
    channels: Mapping[str, Mapping[str, JSON]]
    assets: Mapping[str, AssetFile]
    changes_on: date | None = None

    def locale_of(self, channel: str) -> str:
        """The locale in which this edition's messages on a channel are written, printed and linted: its own, but where the
        text of that channel is another language's (docs/languages.md)."""
        return str(self.channels.get(channel, {}).get("locale") or self.locale)

    def also_in(self, channel: str) -> tuple[str, ...]:
        """Other languages of which something stands in the messages of a channel: they are linted in those as well."""
        return tuple(self.channels.get(channel, {}).get("also", ()))


# ---- who, and by which channel ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach the recipient. `value` is an e-mail address, an E.164 number, or a postal address
    (`{"lines": [...], "postcode": "...", "country": "GB"}`), by `kind` (email, phone, address)."""

    kind: str
    value: JSON
    status: str = "ok"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """An address (or, with `kind` and no `value`, the whole channel) that must not be written to.

    `category` empty means every category.
    """

    channel: str
    reason: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person a message is for, with everything a decision needs to know, as it stood when the work began.

    `consents` maps (purpose, channel) to True (given) or False (withdrawn); absent means never asked.
    """

    name: str
    locale: str
    time_zone: str = ""
    customer_key: str = ""
    preferred_channel: str = ""
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    consents: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    suppressed: tuple[Suppressed, ...] = ()
    attributes: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CategoryPolicy:
    """What a category of messages allows: whether the customer's preference counts, and whether opt-in is needed.

    `archive_copies` says that a copy of each message is kept as it left. `on_lint_error`: block (the message has ended)
    or hold (it waits for a person).
    """

    key: str
    label: str
    preference_applies: bool
    consent_required: bool
    archive_copies: bool = False
    on_lint_error: str = "block"


@dataclass(frozen=True, slots=True)
class ChannelRuleSpec:
    """A channel rule as the engine reads it: a tree of conditions, and the channels in order if it holds.

    `conditions` is `{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}` or `{"field", "operator", "value"}`.
    """

    name: str
    priority: int
    conditions: Mapping[str, JSON]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One channel as the decision sees it: whether the edition offers it, and how the recipient can be reached by it.

    `contact` is None when the recipient has no contact point of the kind that the channel needs; `address_problem` is
    half a sentence ("is a landline") when there is one that cannot be used. `contact_label` names the kind for people
    ("e-mail address"). `order` is the channel's place by default, lowest first.
    """

    channel: str
    label: str
    order: int
    offered: bool
    contact_label: str
    contact: Contact | None
    address_problem: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """One claimed message with all that the steps need, loaded once; from here on nothing asks the database.

    `data` is the JSON that the app sent, already valid against the edition's schema. `wish` is the channel that
    the app asked for, or empty. `test` means that nothing may leave. `codes` says what is printed for the codes in the
    data: words by code, by the variable's dotted name (`papers.kind`). With None there is no dictionary, and codes print
    as they are: files outside the store, and messages from before there was one. `codes_elsewhere` has the same for the
    channels that speak another language than the edition, by channel.
    """

    message_id: str
    edition: Edition
    asset_bytes: Mapping[str, bytes]
    category: CategoryPolicy
    recipient: Recipient
    data: Mapping[str, JSON]
    wish: str
    test: bool
    accepted_at: datetime
    codes: Mapping[str, Mapping[str, str]] | None = None
    codes_elsewhere: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def codes_on(self, channel: str) -> Mapping[str, Mapping[str, str]] | None:
        """What is printed for the codes on a channel, in its language."""
        return self.codes_elsewhere.get(channel, self.codes)


@dataclass(frozen=True, slots=True)
class Considered:
    """What a decision found out about one channel. `verdict`: chosen, ruled-out or not-needed.

    `code` is the reason in kebab-case (such as no-contact-point), `why` the same as a sentence.
    """

    channel: str
    verdict: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Which channel, and why. `channel` is empty when every one was ruled out.

    `rule` is the name of the channel rule that matched, or empty; `inputs` what the decision looked at.
    """

    channel: str
    explanation: str
    considered: tuple[Considered, ...]
    rule: str = ""
    inputs: Mapping[str, JSON] = field(default_factory=dict)


# ---- the message ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DataSpan:
    """Where a value of the request stands in a text: code points, end exclusive; `field` is a JSON Pointer into
    the request's body (`/data/status`), `holds` as in VariableSpec."""

    start: int
    end: int
    field: str
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What is special about a stretch of a Readable (code points, end exclusive): a whole block that has a role (heading,
    glossary-term, glossary-text or spoken), or text under another `lang`, a whole block or words in the middle of one."""

    start: int
    end: int
    locale: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Readable:
    """A stretch of text as the customer can see or hear it. `part` names where (subject, body, sms, ...).

    Blocks (paragraphs, table cells) are separated by a newline, so that no term spans two of them; a line break within a
    block (`<br>`, or where a long line was broken) is U+2028, which is white space. A picture in a block, and what parts
    the sign of a footnote from its word, is U+2029. A `plain` text is as it is sent (an SMS): there a blank line parts
    blocks, and a single newline is white space. `locale` is what the document says of its own language (`<html lang>`),
    `notes` are in order of place.
    """

    part: str
    text: str
    spans: tuple[DataSpan, ...] = ()
    locale: str = ""
    notes: tuple[Note, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the linter, or a check of the finished format, has to say. `start` and `end` are code points in the
    Readable of `part`; a finding about a source has `line` and `column` there instead (from 1; 0 is unknown).

    `severity`: error (stops a message), warning or advice; review for a doubtful one, and waived for one that a waiver
    lets through. `field` is a JSON Pointer into the request's body (such as
    /data/status) to the value that brought the words in, or empty when the template did. `context` quotes the words
    around it. `sentence` is the whole sentence without the values of the request, `fingerprint` what a waiver knows it by
    (both lint.waived), and `waiver` the id of the waiver that covers it.
    """

    rule: str
    kind: str
    severity: str
    part: str
    start: int
    end: int
    surface: str
    message: str
    suggestion: str = ""
    field: str = ""
    context: str = ""
    line: int = 0
    column: int = 0
    sentence: str = ""
    fingerprint: str = ""
    waiver: str = ""


UNLISTED_ACRONYM: Final = "unknown-acronym"
"""How the rules of acronyms that nobody has listed are called; a dot and the letters follow."""


def rule_without_data(rule: str, field: str) -> str:
    """A finding's rule as it may be kept without the message: the letters of an acronym that nobody has listed and that a
    value brought in (`field`) may be somebody's name."""
    return UNLISTED_ACRONYM if field and rule.startswith(f"{UNLISTED_ACRONYM}.") else rule


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with a message; `content_id` is set when the HTML shows it inline."""

    file_name: str
    media_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message as its channel made it: a pure function of edition, data and the brief's ids and times.

    `content` holds the channel's parts by name (email: subject, html, text; sms: text; print: html).
    `document` is the finished file where there is one (print: the PDF). `facts` are figures about it that people
    want to see (encoding, parts, pages). `sha256` is taken over all that is delivered. `findings` is what the channel
    itself noticed about the finished message (a character that no font has); they count like the linter's.
    """

    channel: str
    content: Mapping[str, str]
    readable: tuple[Readable, ...]
    sha256: str
    document: bytes = b""
    media_type: str = ""
    attachments: tuple[Attachment, ...] = ()
    facts: Mapping[str, JSON] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


# ---- delivery ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a provider is handed: a rendered message, where to, and who from.

    `message_id` is the same at every attempt, so that a provider can tell a repeat.
    """

    message_id: str
    template: str
    recipient_name: str
    to: JSON
    sender: Mapping[str, str]
    category: str
    accepted_at: datetime
    rendered: Rendered


@dataclass(frozen=True, slots=True)
class Receipt:
    """A provider's answer that it took a message over. `provider_id` is its own id for it; `where` a place in which a
    person can find it (a file, an address), if there is one."""

    provider: str
    provider_id: str
    detail: str = ""
    where: str = ""


# ---- errors that travel between rooms -----------------------------------------------------------------------------


class CommhubError(Exception):
    """A failure that commhub understands; its text is written for the person who reads it."""


class RenderError(CommhubError):
    """A message that cannot be rendered from its edition and data; trying again gives the same."""


class CompileError(CommhubError):
    """A source that cannot become an edition. `place` says where (part and locale), with line and column from 1, as far
    as they are known (0 otherwise)."""

    def __init__(self, message: str, place: str = "", line: int = 0, column: int = 0) -> None:
        self.message = message
        self.place = place
        self.line = line
        self.column = column
        where = place + (f", line {line}" if line else "") + (f", column {column}" if line and column else "")
        super().__init__(f"{where}: {message}" if where else message)


class DeliveryError(CommhubError):
    """A provider that did not take a message over. `permanent` True means that trying again cannot help."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        self.permanent = permanent
        super().__init__(message)
