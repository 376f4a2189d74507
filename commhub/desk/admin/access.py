"""People and their groups in the admin: Django's own pages, with an audit entry for whatever is changed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from commhub.desk.admin.base import Noted
from commhub.desk.noted import note_row
from commhub.desk.typed import actor_of

if TYPE_CHECKING:
    UserModelAdmin = UserAdmin[User]
else:
    UserModelAdmin = UserAdmin  # Django itself does not take models in brackets

admin.site.unregister([User, Group])


@admin.register(User)
class NotedUserAdmin(Noted, UserModelAdmin):
    """Who may log in, and in which groups they are."""

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A password that somebody gives to another person; the password itself is in no log."""
        with transaction.atomic():
            person = self.get_object(request, id)
            before = person.password if person else ""
            response: HttpResponse = super().user_change_password(request, id, form_url)
            if person is not None:
                person.refresh_from_db(fields=["password"])
                if person.password != before:
                    note_row(actor_of(request), "changed", person, what=": password")
        return response


@admin.register(Group)
class NotedGroupAdmin(Noted, GroupAdmin):
    """What the people of a group may do."""
