"""Filters beside the lists, where Django's own do not read well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from brand_assets.models import Brand
from commhub.desk.channels import channel_labels
from commhub.desk.kinds import kind_of_parent
from commhub.publish.languages import with_late_texts
from commhub.versions import State
from templates_store.models import TemplateBrand


class StateFilter(admin.SimpleListFilter):
    """Those that have a version in this state."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((state.value, str(state.label)) for state in State), ("none", "No live version")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        versions = kind_of_parent(queryset.model).versions
        same = versions._default_manager.filter(**{versions.parent_field: OuterRef("pk")})
        if chosen == "none":
            return queryset.exclude(Exists(same.filter(state=State.LIVE)))
        return queryset.filter(Exists(same.filter(state=chosen)))


class ArchiveFilter(admin.SimpleListFilter):
    """Those in use, unless somebody asks for what is archived."""

    title = "archive"
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Archived"), ("all", "In use and archived")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "In use"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(archived_at__isnull=self.value() != "yes")


class TranslationFilter(admin.SimpleListFilter):
    """Those with a translation that is out of date, in their newest version that is live or open."""

    title = "translations"
    parameter_name = "translations"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("late", "Out of date")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "late":
            return queryset
        return queryset.filter(pk__in=with_late_texts(kind_of_parent(queryset.model).versions))


class BrandFilter(admin.SimpleListFilter):
    """Templates whose live or open version is sent under this brand."""

    title = "brand"
    parameter_name = "brand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Brand.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen or not chosen.isdecimal():
            return queryset
        rows = TemplateBrand.objects.filter(version__template=OuterRef("pk"), brand=int(chosen))
        return queryset.filter(Exists(rows.exclude(version__state__in=[State.RETIRED, State.REJECTED])))


class ChannelFilter(admin.SimpleListFilter):
    """By channel, under the names that people know."""

    title = "channel"
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*channel_labels().items(), ("-", "None chosen")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        return queryset.filter(channel="" if chosen == "-" else chosen)


def choice_filter(
    name: str, label: str, field: str, choices: Callable[[], Iterable[tuple[str, str]]]
) -> type[admin.SimpleListFilter]:
    """A filter of equality on a field, with choices that are looked up when the list is shown."""

    class ChoiceFilter(admin.SimpleListFilter):
        title = label
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return list(choices())

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return queryset.filter(**{field: self.value()}) if self.value() else queryset

    return ChoiceFilter
