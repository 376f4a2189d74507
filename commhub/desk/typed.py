"""Django's admin and form classes, so that they can be written with the model that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm as DjangoModelForm
from django.forms import ModelMultipleChoiceField as DjangoModelMultipleChoiceField
from django.http import HttpRequest

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    ModelForm = DjangoModelForm
    ModelMultipleChoiceField = DjangoModelMultipleChoiceField
else:
    # The type stubs know these classes by their model; Django itself does not take one in brackets.

    class ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, item: Any) -> Any:
            return cls

    class TabularInline(admin.TabularInline):
        def __class_getitem__(cls, item: Any) -> Any:
            return cls

    class ModelForm(DjangoModelForm):
        def __class_getitem__(cls, item: Any) -> Any:
            return cls

    class ModelMultipleChoiceField(DjangoModelMultipleChoiceField):
        def __class_getitem__(cls, item: Any) -> Any:
            return cls


def actor_of(request: HttpRequest) -> User:
    """The person who asks. Pages stand behind the admin's login, so that anybody else is refused."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Log in first.")
    return request.user
