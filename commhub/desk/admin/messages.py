"""Messages in the admin: found by state, channel, template, customer or id; read, never changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.admin.filters import ChannelFilter, choice_filter
from commhub.desk.channels import channel_label
from commhub.desk.pages.message import message_page, recipient_of
from commhub.record.models import Message, MessageState
from templates_store.models import Template


def _templates() -> Iterable[tuple[str, str]]:
    return Template.objects.order_by("name").values_list("key", "name")


@admin.register(Message)
class MessageAdmin(DeskModelAdmin[Message]):
    """The list of messages. Only the record room writes them."""

    list_display = ["recipient", "customer_key", "template", "shown_channel", "shown_state", "queued_at", "test"]
    list_display_links = ["recipient"]
    list_filter = [
        "state",
        ChannelFilter,
        choice_filter("template", "template", "send__template_key", _templates),
        "send__test",
        "queued_at",
    ]
    list_select_related = ["send", "send__customer"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["send__customer__key"]
    search_help_text = "A customer's key, or the id of a send or a message."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Message], search_term: str
    ) -> tuple[QuerySet[Message], bool]:
        """An id is looked up as it is, a key by its beginning: both by an index, however many messages there are."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            wanted = uuid.UUID(term)
        except ValueError:
            return queryset.filter(send__customer__key__istartswith=term), False
        return queryset.filter(Q(pk=wanted) | Q(send_id=wanted)), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        message = self.get_object(request, object_id)
        if message is None:
            raise Http404(f"There is no message {object_id}.")
        if not self.has_view_permission(request, message):
            raise PermissionDenied("Your role does not read messages.")
        return message_page(request, message)

    @admin.display(description="to")
    def recipient(self, message: Message) -> str:
        return recipient_of(message)

    @admin.display(description="customer", ordering="send__customer__key")
    def customer_key(self, message: Message) -> str:
        return message.send.customer.key if message.send.customer else "–"

    @admin.display(description="template", ordering="send__template_key")
    def template(self, message: Message) -> str:
        return message.send.template_key

    @admin.display(description="channel", ordering="channel")
    def shown_channel(self, message: Message) -> str:
        return channel_label(message.channel) if message.channel else "–"

    @admin.display(description="state", ordering="state")
    def shown_state(self, message: Message) -> SafeString:
        label = MessageState(message.state).label
        return format_html('<span class="desk-state message-{}">{}</span>', message.state, label)

    @admin.display(description="test", boolean=True)
    def test(self, message: Message) -> bool:
        return message.send.test
