"""The forms in which a draft is written, one file per kind of content."""

from __future__ import annotations

from collections.abc import Mapping

from commhub.desk.forms.asset import AssetForm
from commhub.desk.forms.base import DraftForm
from commhub.desk.forms.block import BlockForm
from commhub.desk.forms.brand import BrandForm
from commhub.desk.forms.channel_rules import ChannelRulesForm
from commhub.desk.forms.layout import LayoutForm
from commhub.desk.forms.template import TemplateForm
from commhub.desk.forms.term_list import TermListForm

FORMS: Mapping[str, type[DraftForm]] = {
    "template": TemplateForm,
    "content-block": BlockForm,
    "layout": LayoutForm,
    "brand": BrandForm,
    "asset": AssetForm,
    "channel-rules": ChannelRulesForm,
    "term-list": TermListForm,
}
