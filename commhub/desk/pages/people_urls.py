"""Where the desk's pages about the people of a review stand: comments, who is asked, who is invited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from commhub.desk.pages.comments import answer_comment, comment_on
from commhub.desk.pages.reviewers import assign_review, invite_reviewer, revoke_invitation, take_back_review

Guard = Callable[..., Any]


def people_urls(view: Guard) -> list[URLPattern]:
    """The patterns, each behind the admin's login."""
    return [
        path("desk/<slug:kind>/<int:pk>/comment/", view(comment_on), name="desk_comment"),
        path(
            "desk/<slug:kind>/<int:pk>/comment/<int:comment>/<slug:action>/",
            view(answer_comment),
            name="desk_answer_comment",
        ),
        path("desk/releases/<int:pk>/assign/", view(assign_review), name="desk_assign"),
        path("desk/assignments/<int:pk>/take-back/", view(take_back_review), name="desk_take_back"),
        path("desk/releases/<int:pk>/invite/", view(invite_reviewer), name="desk_invite"),
        path("desk/invitations/<int:pk>/revoke/", view(revoke_invitation), name="desk_revoke_invitation"),
    ]
