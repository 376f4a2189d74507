"""Sends: what an app asks for, and what became of it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commhub.api import links
from commhub.api.fields import ChannelName, Locale, Members, StrictSerializer, Text
from commhub.api.serializers.people import RecipientSerializer
from commhub.intake import SendRequest
from commhub.record.models import Attempt, Message, MessageState, Send
from commhub.record.status import status_of

STATUSES = [state for state in MessageState.values if state != MessageState.WORKING]
"""A send's status: a message in work counts as queued, since for the app there is no difference."""


class SendRequestSerializer(StrictSerializer):
    """A request for a message: which template, with which data, and to whom: a `customer` or a `recipient`."""

    template = Text(max_length=80, help_text="The key of a live template.")
    customer = Text(max_length=80, required=False, help_text="The key of a customer that commhub knows.")
    recipient = RecipientSerializer(required=False, help_text="Somebody who is not kept as a customer.")
    # REST framework takes fields off the class: the names of its own properties are free for them, at run time.
    data = Members(  # type: ignore[assignment]
        required=False, help_text="What the template's variables are filled with, by the template's schema."
    )
    locale = Locale(required=False, help_text="The language to write in, in place of the recipient's own.")
    brand = Text(max_length=60, required=False, help_text="The brand to write as; needed if the template has several.")
    channel = ChannelName(required=False, help_text="A wish: used if nothing rules it out.")

    def as_request(self) -> SendRequest:
        """What intake is asked for."""
        asked = self.validated_data
        recipient = asked.get("recipient")
        return SendRequest(
            template=asked["template"],
            data=asked.get("data", {}),
            customer=asked.get("customer", ""),
            recipient=dict(recipient) if recipient is not None else None,
            locale=asked.get("locale", ""),
            brand=asked.get("brand", ""),
            channel=asked.get("channel", ""),
        )


class AcceptedSerializer(serializers.Serializer[Any]):
    """The answer to an accepted request. The same request gets the same answer, however far the message has come."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=["accepted"])
    url = serializers.SerializerMethodField(help_text="Where to see what becomes of it.")

    def get_url(self, send: Send) -> str:
        return links.to("api:send", send_id=send.pk)

    def to_representation(self, instance: Send) -> dict[str, Any]:
        return {"id": str(instance.pk), "status": "accepted", "url": self.get_url(instance)}


class ConsideredSerializer(serializers.Serializer[Any]):
    """What the decision found out about one channel."""

    channel = serializers.CharField()
    verdict = serializers.ChoiceField(choices=["chosen", "ruled-out", "not-needed"])
    code = serializers.CharField(help_text="The reason as a permanent word, such as no-contact-point.")
    why = serializers.CharField(help_text="The reason as a sentence.")


class DecisionSerializer(serializers.Serializer[Any]):
    """Which channel was chosen, and why."""

    channel = serializers.CharField(allow_blank=True, help_text="Empty when every channel was ruled out.")
    explanation = serializers.CharField()
    rule = serializers.CharField(allow_blank=True, help_text="The channel rule that matched, if one did.")
    considered = ConsideredSerializer(many=True)


class FindingSerializer(serializers.Serializer[Any]):
    """One thing that the linter, or a check of the finished format, has to say."""

    rule = serializers.CharField()
    kind = serializers.CharField()
    severity = serializers.ChoiceField(
        choices=["error", "warning", "advice", "review", "waived"],
        help_text="error stops a message; review is a place of which the linter is not sure, waived one that may stay.",
    )
    part = serializers.CharField(help_text="Where it stands: subject, body, text and so on.")
    line = serializers.IntegerField(
        default=0, help_text="In the template's source, from 1; 0 for a finding in the text."
    )
    column = serializers.IntegerField(default=0, help_text="Likewise.")
    surface = serializers.CharField(allow_blank=True, help_text="The words as they stand.")
    context = serializers.CharField(allow_blank=True, help_text="The words around them.")  # type: ignore[assignment]
    message = serializers.CharField()
    suggestion = serializers.CharField(allow_blank=True, help_text="What to say instead.")
    field = serializers.SerializerMethodField(
        help_text="A JSON Pointer into the request: the value that brought the words in, such as /data/name. "
        "Empty when the template did."
    )

    def get_field(self, finding: Any) -> str:
        return str(finding["field"] if isinstance(finding, dict) else finding.field)


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One try to hand the message to a provider."""

    where = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)

    class Meta:
        model = Attempt
        fields = ["number", "provider", "started_at", "finished_at", "outcome", "provider_id", "where", "detail"]


@extend_schema_field({"type": ["string", "object", "null"]})
class AddressedTo(serializers.JSONField):
    """An address of whatever kind its channel has: a string or, for a postal address, an object."""


class MessageSerializer(serializers.Serializer[Any]):
    """One message of a send."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=MessageState.values)
    channel = serializers.CharField(allow_blank=True, help_text="Empty as long as none is chosen.")
    to = AddressedTo(help_text="The address it goes to; null as long as no channel is chosen.")
    decision = DecisionSerializer(allow_null=True)
    findings = FindingSerializer(many=True)
    facts = serializers.DictField(help_text="Figures about it: an SMS's encoding, parts and cost, a letter's pages.")
    problem = serializers.CharField(allow_blank=True, help_text="Why it was not sent, if it was not.")
    sha256 = serializers.CharField(
        source="output_hash", allow_blank=True, help_text="Over all that was delivered; empty if it was never rendered."
    )
    render = serializers.SerializerMethodField(help_text="Where it can be made again; empty if it was never rendered.")
    attempts = AttemptSerializer(many=True)
    queued_at = serializers.DateTimeField()
    held_at = serializers.DateTimeField(allow_null=True, help_text="Since when a person is to decide about it.")
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_render(self, message: Message) -> str:
        return links.to("api:render", message_id=message.pk) if message.output_hash else ""


class SendSerializer(serializers.Serializer[Any]):
    """A send and what became of it. Its data is not told again: the app that sent it has it."""

    id = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    test = serializers.BooleanField(help_text="True: made with a test key, nothing left the house.")
    template = serializers.CharField(source="template_key")
    brand = serializers.CharField(source="brand_key")
    locale = serializers.CharField()
    customer = serializers.CharField(source="customer.key", default=None, allow_null=True)
    channel = serializers.CharField(source="wish", allow_blank=True, help_text="The channel that was wished for.")
    accepted_at = serializers.DateTimeField()
    erased_at = serializers.DateTimeField(
        allow_null=True, help_text="When the person's data was erased; what messages said is gone with it."
    )
    messages = MessageSerializer(many=True)

    def get_url(self, send: Send) -> str:
        return links.to("api:send", send_id=send.pk)

    @extend_schema_field(serializers.ChoiceField(choices=STATUSES))
    def get_status(self, send: Send) -> str:
        return status_of(send)
