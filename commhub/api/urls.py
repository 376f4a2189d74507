"""The API's addresses. Whatever else begins with /api/ is answered with a problem."""

from __future__ import annotations

from django.urls import path, re_path

from commhub.api.views.content import ContentApplyView, ContentPlanView, ContentView
from commhub.api.views.customers import CustomerView
from commhub.api.views.documents import ErrorsView, ErrorView, OpenApiView, PageView
from commhub.api.views.health import HealthView
from commhub.api.views.lint import LintView
from commhub.api.views.previews import PreviewsView
from commhub.api.views.renders import RenderView
from commhub.api.views.sends import SendsView, SendView
from commhub.api.views.suppressions import SuppressionsView, SuppressionView
from commhub.api.views.templates import TemplatesView, TemplateView
from commhub.api.views.unknown import UnknownPathView

app_name = "api"
urlpatterns = [
    path("api/v1/sends", SendsView.as_view(), name="sends"),
    path("api/v1/sends/<uuid:send_id>", SendView.as_view(), name="send"),
    path("api/v1/messages/<uuid:message_id>/render", RenderView.as_view(), name="render"),
    path("api/v1/previews", PreviewsView.as_view(), name="previews"),
    path("api/v1/lint", LintView.as_view(), name="lint"),
    path("api/v1/templates", TemplatesView.as_view(), name="templates"),
    path("api/v1/templates/<str:key>", TemplateView.as_view(), name="template"),
    path("api/v1/customers/<str:key>", CustomerView.as_view(), name="customer"),
    path("api/v1/suppressions", SuppressionsView.as_view(), name="suppressions"),
    path("api/v1/suppressions/<int:suppression_id>", SuppressionView.as_view(), name="suppression"),
    path("api/v1/content", ContentView.as_view(), name="content"),
    path("api/v1/content/plan", ContentPlanView.as_view(), name="content-plan"),
    path("api/v1/content/apply", ContentApplyView.as_view(), name="content-apply"),
    path("api/v1/openapi.json", OpenApiView.as_view(), name="openapi"),
    path("api/v1/docs", PageView.as_view(), name="page"),
    path("docs/errors", ErrorsView.as_view(), name="errors"),
    path("docs/errors/<slug:code>", ErrorView.as_view(), name="error"),
    path("healthz", HealthView.as_view(), name="health"),
    re_path(r"^api/", UnknownPathView.as_view(), name="unknown"),
]
