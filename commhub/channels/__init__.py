"""Step 2 and the compile step: how each channel compiles, renders and addresses a message. One file per channel."""

from commhub.channels.base import Channel
from commhub.plugins import Registry

channels: Registry[Channel] = Registry("commhub.channels", Channel)
