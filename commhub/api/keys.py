"""Keys for apps: making one, knowing one again, and letting its holder in."""

from __future__ import annotations

import hashlib
import secrets
import string
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from commhub.api.models import ApiKey
from commhub.api.problems import Problem
from commhub.audit.log import note
from commhub.audit.people import actor_name, named, who

if TYPE_CHECKING:  # the framework's views read the settings that name this module, so it cannot import them in turn
    from rest_framework.views import APIView

ALPHABET = string.ascii_letters + string.digits  # no - or _ after the mode: a double click selects the secret whole
SECRET_LENGTH = 43  # characters of 62: 256 bits
PREFIX_LENGTH = 8
USE_NOTED_EVERY = timedelta(minutes=1)
SCHEME = "Bearer"


@transaction.atomic
def create_key(
    name: str,
    mode: str,
    created_by: User | None,
    *,
    now: datetime,
    content: str = ApiKey.Content.NONE,
    acts_for: User | None = None,
) -> tuple[ApiKey, str]:
    """Make a key for the app of that name. The second value is the key itself: it is shown now and never again.

    `content` says what it may do to content as code; one that writes brings drafts for the person `acts_for`.
    """
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
    start = f"chk_{ApiKey.Mode(mode).value}_"
    key = start + secret
    row = ApiKey.objects.create(
        name=name,
        mode=mode,
        prefix=start + secret[:PREFIX_LENGTH],
        secret_hash=hash_of(key),
        created_by=created_by,
        content=content,
        acts_for=acts_for,
    )
    may = {ApiKey.Content.READ: ", which reads all content", ApiKey.Content.WRITE: ", which brings drafts"}
    drafts = f" for {named(acts_for)}" if acts_for else ""
    note_key("add", f"made {_told(row)}{may.get(ApiKey.Content(content), '')}{drafts}", row, created_by, now)
    return row, key


def note_switch(key: ApiKey, actor: User, now: datetime) -> None:
    """Write down that a key was switched on or off."""
    note_key("change", f"switched {_told(key)} {'on' if key.active else 'off'}", key, actor, now)


def note_key(action: str, did: str, key: ApiKey, actor: User | None, now: datetime) -> None:
    """One entry about a key; of the key itself it has the readable start."""
    sentence = f"{who(actor)} {did}."
    facts = {"prefix": key.prefix, "mode": str(key.mode), "content": str(key.content)}
    named_by = actor_name(actor)
    note(f"{action}-api-key", sentence, actor=named_by, now=now, subject="api-key", key=key.prefix, facts=facts)


def _told(key: ApiKey) -> str:
    return f"a {key.mode} key for {key.name} ({key.prefix}…)"


def hash_of(key: str) -> str:
    """What is stored of a key.

    One SHA-256, not a slow password hash: a password is slow-hashed because people choose ones that can be guessed,
    and 256 random bits cannot be, however fast the guesses. So the hash can be an index, and a request costs one
    look-up; as the look-up is by the hash, its timing tells nothing about the key.
    """
    return hashlib.sha256(key.encode()).hexdigest()


class ApiKeyAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer chk_live_...`; `request.auth` is the ApiKey, and there is no user."""

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        header = get_authorization_header(request).decode("latin-1").strip()
        if not header:
            return None
        scheme, _, key = header.partition(" ")
        if scheme.lower() != SCHEME.lower() or not key.strip():
            raise Problem("missing-key", f"The Authorization header must read: {SCHEME} followed by the key.")
        row = ApiKey.objects.filter(secret_hash=hash_of(key.strip())).first()
        if row is None:
            raise Problem("wrong-key")
        if not row.active:
            raise Problem("inactive-key", f"The key {row.prefix}... has been switched off.")
        note_use(row)
        return None, row

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="commhub"'


class HasApiKey(BasePermission):
    """Lets in whoever came with a key."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, ApiKey):
            raise NotAuthenticated
        return True


class OpenToAll(BasePermission):
    """Lets everybody in, and only where the view says why in `open_because`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        reason: Any = getattr(view, "open_because", "")
        return isinstance(reason, str) and reason != ""


def note_use(key: ApiKey) -> None:
    """Remember when a key was last used, at most once a minute: a busy app must not write a row at every request."""
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at <= now - USE_NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
