"""How each kind of thing is laid out in files, in the order in which kinds are written into the store."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commhub.content.shapes.asset import AssetShape
from commhub.content.shapes.base import Shape, VersionShape
from commhub.content.shapes.block import BlockShape
from commhub.content.shapes.brand import BrandShape
from commhub.content.shapes.categories import CategoriesShape
from commhub.content.shapes.channel_rules import ChannelRulesShape
from commhub.content.shapes.codes import CodesShape
from commhub.content.shapes.layout import LayoutShape
from commhub.content.shapes.policies import PoliciesShape
from commhub.content.shapes.rows import RowShape
from commhub.content.shapes.template import TemplateShape
from commhub.content.shapes.term_list import TermListShape

ROWS: Final[tuple[RowShape, ...]] = (CategoriesShape(), CodesShape(), PoliciesShape())
VERSIONED: Final[tuple[VersionShape, ...]] = (
    TermListShape(), ChannelRulesShape(), BrandShape(), AssetShape(), LayoutShape(), BlockShape(), TemplateShape(),
)  # fmt: skip
SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {shape.kind: shape for shape in sorted((*ROWS, *VERSIONED), key=lambda shape: shape.order)}
)
