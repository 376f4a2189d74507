"""The status of a send, as its messages make it."""

from __future__ import annotations

from commhub.record.models import MessageState, Send


def status_of(send: Send) -> str:
    """queued while anything is still to be done, held while a person has to say what; otherwise sent if one message was,
    or the state of the last one."""
    states = [message.state for message in send.messages.all()]
    if any(state in {MessageState.QUEUED, MessageState.WORKING} for state in states):
        return "queued"
    if MessageState.HELD in states:
        return "held"
    if MessageState.SENT in states:
        return "sent"
    return str(states[0]) if states else "queued"
