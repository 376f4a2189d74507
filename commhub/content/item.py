"""One thing of the store as plain values: what the files of a tree say of it, and what the rows say of it, alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commhub.content.problems import Place
from commhub.contracts import JSON
from commhub.versions import sha256_of


@dataclass(frozen=True)
class Item:
    """A template, content block, layout, brand, asset or term list, or the rows of one file such as `codes.yaml`.

    `about` is what has no versions (a name, a description); `content` is what a version holds. Both are plain data; a file
    of an asset stands in it by its SHA-256, with its bytes in `blobs`. `based_on` is the digest of what the files were
    exported from. `places` say where in the tree something stands, by names such as `en/body`; '' is the main file.
    """

    kind: str
    key: str
    about: Mapping[str, JSON]
    content: Mapping[str, JSON]
    blobs: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    based_on: str = field(default="", compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that it says."""
        return sha256_of({"kind": self.kind, "key": self.key, "about": dict(self.about), "content": dict(self.content)})

    @property
    def label(self) -> str:
        """What people call it, such as `template renewal-notice`; the rows of a file by its name alone."""
        return self.kind if self.kind == self.key else f"{self.kind.replace('-', ' ')} {self.key}"

    def place(self, name: str = "") -> Place:
        return self.places.get(name) or self.places.get("") or Place(f"{self.kind} {self.key}")
