"""Keys for apps: making one, knowing one again, and letting its holder in."""

from __future__ import annotations

import hashlib
import secrets
import string
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from commhub.api.models import ApiKey
from commhub.api.problems import Problem

if TYPE_CHECKING:  # the framework's views read the settings that name this module, so it cannot import them in turn
    from rest_framework.views import APIView

ALPHABET = string.ascii_letters + string.digits  # no - or _ after the mode: a double click selects the secret whole
SECRET_LENGTH = 43  # characters of 62: 256 bits
PREFIX_LENGTH = 8
USE_NOTED_EVERY = timedelta(minutes=1)
SCHEME = "Bearer"


def create_key(
    name: str, mode: str, created_by: User | None, *, content: str = ApiKey.Content.NONE, acts_for: User | None = None
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
    return row, key


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
