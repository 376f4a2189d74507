"""Encryption at rest: columns whose values the database never sees in the clear, and the keys that seal and open them.

A sealed value is: one byte for the form, 4 that name the key, 24 random ones, then AES-256-GCM. The name of the table
and column is sealed in, so that a value that is moved to another column does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from commhub.contracts import JSON, CommhubError

FORM: Final = b"\x01"
KEY_BYTES: Final = 32
ID_BYTES: Final = 4
NONCE_BYTES: Final = 24
HEADER: Final = len(FORM) + ID_BYTES
HOW_TO_MAKE_ONE: Final = (
    'python3 -c "import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
)

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field  # the stubs know it by its types; Django itself takes none in brackets


class CannotOpen(CommhubError):
    """A sealed value that no key opens: its key is not configured any more, or the value was changed."""


# ---- the keys -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Key:
    """One key of 32 bytes. `id` is what values say of the key that sealed them."""

    id: bytes
    secret: bytes

    def cipher(self, nonce: bytes) -> tuple[AESGCM, bytes]:
        """The cipher for one value, and its nonce.

        Half of the 24 random bytes makes a key for this value alone, so that AES-GCM's limit of 2^32 values for one key
        with random nonces (NIST SP 800-38D, 8.3) is out of reach however much is sent.
        """
        return AESGCM(hmac.digest(self.secret, nonce[:12], "sha256")), nonce[12:]


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys that are configured: `first` seals, all of them open."""

    first: Key
    by_id: Mapping[bytes, Key]


def ring() -> Ring:
    """The keys of COMMHUB_DATA_KEYS. Raises ImproperlyConfigured, saying which one is wrong."""
    return _ring(tuple(settings.COMMHUB_DATA_KEYS))


@lru_cache(maxsize=4)
def _ring(configured: Sequence[str]) -> Ring:
    keys = [_key(text, number) for number, text in enumerate(configured, 1)]
    if not keys:
        raise ImproperlyConfigured(f"COMMHUB_DATA_KEYS is empty. Make a key: {HOW_TO_MAKE_ONE}")
    return Ring(keys[0], {key.id: key for key in reversed(keys)})


def _key(text: str, number: int) -> Key:
    try:
        secret = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(
            f"Key {number} of COMMHUB_DATA_KEYS is not base64. Make one: {HOW_TO_MAKE_ONE}"
        ) from error
    if len(secret) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"Key {number} of COMMHUB_DATA_KEYS has {len(secret)} bytes and not {KEY_BYTES}. Make one: {HOW_TO_MAKE_ONE}"
        )
    return Key(hashlib.sha256(b"commhub-data-key:" + secret).digest()[:ID_BYTES], secret)


# ---- values -------------------------------------------------------------------------------------------------------


def seal(plain: bytes, place: str) -> bytes:
    """The bytes, sealed with the first key for `place` (a table and column) alone."""
    key, nonce = ring().first, os.urandom(NONCE_BYTES)
    cipher, short_nonce = key.cipher(nonce)
    return FORM + key.id + nonce + cipher.encrypt(short_nonce, plain, place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """What was sealed for that place. Raises CannotOpen."""
    if sealed[:1] != FORM:
        raise CannotOpen(f"What stands in {place} was not sealed by commhub.")
    key = ring().by_id.get(sealed[len(FORM) : HEADER])
    if key is None:
        name = sealed[len(FORM) : HEADER].hex()
        raise CannotOpen(
            f"What stands in {place} was sealed with the key {name}, which COMMHUB_DATA_KEYS does not have."
        )
    nonce = sealed[HEADER : HEADER + NONCE_BYTES]
    try:
        cipher, short_nonce = key.cipher(nonce)
        return cipher.decrypt(short_nonce, sealed[HEADER + NONCE_BYTES :], place.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(f"What stands in {place} was changed after it was sealed, or moved there.") from error


@dataclass(frozen=True, slots=True)
class Unopened:
    """A value as the database has it. It is opened when somebody reads the attribute, so that lists stay cheap and one
    damaged row does not take the others along."""

    field: SealedField
    sealed: bytes

    def open(self) -> JSON:
        return self.field.decoded(unseal(self.sealed, self.field.place))


# ---- columns ------------------------------------------------------------------------------------------------------


class SealedAttribute(DeferredAttribute):
    """Opens a value at its first reading and keeps it with the instance."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, Unopened):
            value = instance.__dict__[name] = value.open()
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(AnyField):
    """A column of sealed values; NULL stays NULL. Such a column can be tested for NULL, and for nothing else."""

    descriptor_class = SealedAttribute

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def encoded(self, value: JSON) -> bytes:
        raise NotImplementedError

    def decoded(self, plain: bytes) -> JSON:
        raise NotImplementedError

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Unopened | None:
        return None if value is None else Unopened(self, bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        plain = value.open() if isinstance(value, Unopened) else value
        return connection.Database.Binary(seal(self.encoded(plain), self.place))

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`: every sealing of a value gives other bytes, so a comparison would always fail, in silence."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class SealedJSONField(SealedField):
    """A JSON value, sealed."""

    def encoded(self, value: JSON) -> bytes:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")

    def decoded(self, plain: bytes) -> JSON:
        return json.loads(plain.decode("utf-8", "surrogatepass"))


class SealedTextField(SealedField):
    """A text, sealed."""

    def encoded(self, value: JSON) -> bytes:
        return str(value).encode()

    def decoded(self, plain: bytes) -> JSON:
        return plain.decode()


class SealedBytesField(SealedField):
    """Bytes, sealed."""

    def encoded(self, value: JSON) -> bytes:
        return bytes(value)

    def decoded(self, plain: bytes) -> JSON:
        return plain


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    """The sealed columns of a table."""
    return [field for field in model._meta.get_fields() if isinstance(field, SealedField)]
