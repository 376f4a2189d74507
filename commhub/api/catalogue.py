"""Every kind of problem that the API can answer with: its permanent code, its status, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem. `meaning` is the detail when nothing more exact is known; `remedy` says what to do."""

    status: int
    title: str
    meaning: str
    remedy: str


CATALOGUE: Mapping[str, Kind] = {
    "missing-key": Kind(
        401,
        "A key is needed",
        "The request came without an API key. Send it as: Authorization: Bearer chk_live_...",
        "Send the header `Authorization: Bearer` with your app's key. An administrator makes keys.",
    ),
    "wrong-key": Kind(
        401,
        "Unknown key",
        "No app has this API key.",
        "Check that the key was copied whole and belongs to this installation. If it was lost, ask for a new one.",
    ),
    "inactive-key": Kind(
        401,
        "Key switched off",
        "This API key has been switched off.",
        "Use the key that replaced it, or ask an administrator.",
    ),
    "not-allowed": Kind(403, "Not allowed", "This key may not do that.", "Ask an administrator for a key that may."),
    "not-found": Kind(
        404,
        "Nothing here",
        "There is nothing at this address.",
        "Check the path against the API's description; paths have no slash at the end.",
    ),
    "method-not-allowed": Kind(
        405,
        "Method not possible here",
        "This method is not possible here.",
        "The Allow header lists the methods that are.",
    ),
    "not-acceptable": Kind(
        406,
        "No such form",
        "What was asked for in the Accept header cannot be made here.",
        "Accept `application/json`; one printed letter also comes as `application/pdf`.",
    ),
    "invalid-json": Kind(
        400,
        "Body is not valid JSON",
        "The body could not be read as JSON.",
        "Send UTF-8 encoded JSON (RFC 8259). The detail names the line and column of the first mistake.",
    ),
    "invalid-query": Kind(
        400,
        "Query parameter not usable",
        "A query parameter cannot be used as it is.",
        "Each entry of `errors` names a parameter and what is wrong with it.",
    ),
    "invalid-idempotency-key": Kind(
        400,
        "Idempotency-Key not usable",
        "An Idempotency-Key has 1 to 255 printable ASCII characters.",
        "Make one random key for each send that you mean to make, such as a UUID.",
    ),
    "not-rendered": Kind(
        409,
        "Message not rendered",
        "This message was never rendered.",
        "`GET /api/v1/sends/{id}` tells how far it came: it may still be queued, or had no usable channel.",
    ),
    "edition-gone": Kind(
        409,
        "Edition no longer there",
        "What the message was made from is no longer there, so it cannot be made again.",
        "Its recorded hash stands in `kept`. Whoever runs this installation may have the edition in a backup.",
    ),
    "cannot-render-again": Kind(
        409,
        "Message cannot be made again",
        "The message was rendered then and cannot be rendered now.",
        "Its recorded hash stands in `kept`. Tell whoever runs this installation: what renders has changed since.",
    ),
    "erased": Kind(
        410,
        "Data erased",
        "What this message said was erased, with the person's data.",
        "`kept` holds what is left: the hash of what was delivered, the edition, and when.",
    ),
    "length-required": Kind(
        411,
        "Content-Length needed",
        "The body came in chunks, without its length.",
        "Send the body whole, with the header Content-Length.",
    ),
    "too-large": Kind(
        413,
        "Body too large",
        "The body is larger than this API takes.",
        "Send less data in one request: only what the message shows.",
    ),
    "unsupported-media-type": Kind(
        415,
        "Body is not JSON",
        "The body must be JSON, with the header Content-Type: application/json.",
        "Set the Content-Type header to `application/json`.",
    ),
    "invalid-request": Kind(
        422,
        "Request not usable",
        "Some members of the body are missing, unknown or not of the right type.",
        "Each entry of `errors` points to a member of the body and says what is wrong with it.",
    ),
    "invalid-content": Kind(
        422,
        "Content not usable",
        "The files cannot be brought into the store.",
        "Each entry of `problems` names a file, a line and a column, and says what is wrong there. Nothing was changed.",
    ),
    "unknown-template": Kind(
        404,
        "Unknown template",
        "There is no template of this key.",
        "`GET /api/v1/templates` lists the templates that can be sent.",
    ),
    "template-not-live": Kind(
        409,
        "Template not live",
        "No version of this template is approved and live.",
        "Ask the people who write and approve templates when it will be.",
    ),
    "template-ended": Kind(
        422,
        "Template not sent any more",
        "The time in which this template is sent is over.",
        "Ask the people who write templates which one to send instead.",
    ),
    "template-past-review": Kind(
        422,
        "Template to be looked at again",
        "The day by which somebody was to look at this template again is over, and its category does not send such.",
        "Ask the people who write templates to bring out a new version of it.",
    ),
    "unknown-customer": Kind(
        422,
        "Unknown customer",
        "There is no customer of this key.",
        "Write the customer down first with `PUT /api/v1/customers/{key}`, or send to a `recipient`.",
    ),
    "no-recipient": Kind(
        422,
        "Nobody, or two, to write to",
        "A request names either a customer or a recipient.",
        "Give exactly one of `customer` and `recipient`.",
    ),
    "unknown-channel": Kind(
        422,
        "Unknown channel",
        "There is no channel of this name.",
        "Leave `channel` out, or name one of those that the detail lists.",
    ),
    "unknown-brand": Kind(
        422,
        "Template not live under this brand",
        "The template is not live under this brand.",
        "`GET /api/v1/templates/{key}` lists the brands that it is live under.",
    ),
    "brand-needed": Kind(
        422,
        "Brand needed",
        "The template is live under several brands.",
        "Say in `brand` which of them writes.",
    ),
    "unknown-locale": Kind(
        422,
        "Template not written in this language",
        "The template is not live in this language.",
        "Leave `locale` out, or name one that `GET /api/v1/templates/{key}` lists.",
    ),
    "invalid-data": Kind(
        422,
        "Data does not fit the template",
        "The data does not fit the template's variables.",
        "Each entry of `errors` points to a value. `GET /api/v1/templates/{key}` gives the JSON Schema and a sample.",
    ),
    "asset-ended": Kind(
        422,
        "A picture may not be used any more",
        "The message would show a picture whose last day is over.",
        "Each entry of `errors` names the asset. Send again when a new version of it is live; nothing was stored.",
    ),
    "unmapped-code": Kind(
        422,
        "A code that customers cannot read",
        "The data holds a code that the message would print and that has no words for customers.",
        "Each entry of `errors` points to a code. Whoever runs the code dictionary adds words for it; then send it again.",
    ),
    "data-too-large": Kind(
        413,
        "Data too large",
        "The data is larger than a message may need.",
        "Send only what the message shows.",
    ),
    "channel-not-offered": Kind(
        422,
        "Template does not go out by this channel",
        "There is nothing to preview on this channel.",
        "`GET /api/v1/templates/{key}` lists the channels that the template goes out on.",
    ),
    "cannot-render": Kind(
        422,
        "Message cannot be made",
        "The message cannot be made with this data.",
        "The entry of `errors` says why. If the data is right, tell whoever writes the template.",
    ),
    "idempotency-key-reused": Kind(
        422,
        "Idempotency-Key used before",
        "This Idempotency-Key came before, with another body.",
        "Use a new key for each send that is meant; keep the key only to repeat the very same request.",
    ),
    "too-many-requests": Kind(
        429,
        "Too many requests",
        "This key sends requests faster than it may.",
        "Wait, and then send more slowly.",
    ),
    "internal-error": Kind(
        500,
        "Something went wrong here",
        "The request failed for a reason that is not yours. It has been logged.",
        "Try again later, with the same Idempotency-Key. If it stays, tell whoever runs this installation.",
    ),
    "linter-unavailable": Kind(
        503,
        "The linter cannot work",
        "The rules that are in force cannot be read.",
        "Tell whoever runs this installation; meanwhile nothing is sent either.",
    ),
    "unavailable": Kind(
        503,
        "Not available",
        "The database does not answer.",
        "Try again later, with the same Idempotency-Key.",
    ),
}
