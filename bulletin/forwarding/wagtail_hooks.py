"""What forwarding adds to Wagtail's admin: the officer's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bulletin.forwarding import notice_kinds
from bulletin.forwarding.alarms import views as alarm_views
from bulletin.forwarding.alarms.watchman import forwarding_metrics
from bulletin.forwarding.desk import article_views, replay_views, views
from bulletin.forwarding.desk.lists import may_look
from bulletin.forwarding.desk.work_lists import forwarding_lists
from bulletin.forwarding.destinations import proposal_views
from bulletin.forwarding.destinations import views as destination_views
from bulletin.forwarding.handover import views as by_hand
from bulletin.forwarding.handover.packages import mail_attachments
from bulletin.forwarding.handover.work_lists import task_lists
from bulletin.forwarding.policy import limits, release_views
from bulletin.forwarding.policy import views as policy_views
from bulletin.forwarding.proof import drift_views
from cms.accounts.roles import Role, has_role

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern

    from cms.accounts.models import User

hooks.register("work_lists", forwarding_lists, order=40)
hooks.register("article_checks", limits.article_findings)
hooks.register("work_lists", task_lists, order=41)
hooks.register("mail_attachments", mail_attachments)
hooks.register("register_notice_kinds", lambda: notice_kinds.KINDS)
hooks.register("article_links", article_views.timeline_link)
hooks.register("register_metrics", forwarding_metrics)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The officer's screens."""
    return [
        path("chuyen-tinh/", views.overview, name="forwarding_overview"),
        path("chuyen-tinh/cho-di/", release_views.release_page, name="forwarding_release"),
        path("chuyen-tinh/cho-di/<uuid:delivery_id>/<slug:verb>/", release_views.decide, name="forwarding_decide"),
        path("chuyen-tinh/sai-khac/", drift_views.drift_page, name="forwarding_drift"),
        path("chuyen-tinh/sai-khac/<int:drift_id>/<slug:verb>/", drift_views.settle, name="forwarding_drift_settle"),
        path("chuyen-tinh/chon/", release_views.choose_page, name="forwarding_choose"),
        path("chuyen-tinh/chinh-sach/<int:destination_id>/", policy_views.policy_page, name="forwarding_policy"),
        path("chuyen-tinh/noi/", destination_views.destination_list, name="forwarding_destinations"),
        path("chuyen-tinh/noi/them/", destination_views.new_destination, name="forwarding_destination_add"),
        path(
            "chuyen-tinh/noi/<int:destination_id>/", destination_views.destination_page, name="forwarding_destination"
        ),
        path("chuyen-tinh/noi/<int:destination_id>/thu/", destination_views.send_test, name="forwarding_test"),
        path(
            "chuyen-tinh/noi/<int:destination_id>/de-xuat/<slug:word>/",
            destination_views.propose_change,
            name="forwarding_destination_propose",
        ),
        path("chuyen-tinh/de-xuat/<int:proposal_id>/", proposal_views.proposal_page, name="forwarding_proposal"),
        path(
            "chuyen-tinh/de-xuat/<int:proposal_id>/<slug:decision>/",
            proposal_views.decide,
            name="forwarding_proposal_act",
        ),
        path(
            "chuyen-tinh/noi/<int:destination_id>/<slug:verb>/",
            views.act_on_destination,
            name="forwarding_destination_act",
        ),
        path("chuyen-tinh/viec/", by_hand.tasks, name="forwarding_tasks"),
        path("chuyen-tinh/viec/<int:task_id>/", by_hand.task, name="forwarding_task"),
        path("chuyen-tinh/viec/<int:task_id>/goi/", by_hand.package, name="forwarding_task_package"),
        path("chuyen-tinh/viec/nguoi/<int:destination_id>/", by_hand.route, name="forwarding_task_route"),
        path("chuyen-tinh/gui-lai/", replay_views.replay_many, name="forwarding_replay"),
        path("chuyen-tinh/bai/<uuid:article_id>/", article_views.article, name="forwarding_article"),
        path("chuyen-tinh/<uuid:delivery_id>/nguyen-van/", article_views.exact_bytes, name="forwarding_bytes"),
        path("chuyen-tinh/bao-dong/", alarm_views.alarm_list, name="forwarding_alarms"),
        path("chuyen-tinh/bao-dong/<int:alarm_id>/xem/", alarm_views.acknowledge, name="forwarding_alarm_acknowledge"),
        path("chuyen-tinh/<uuid:delivery_id>/", views.delivery_page, name="forwarding_delivery"),
        path("chuyen-tinh/<uuid:delivery_id>/<slug:verb>/", views.act_on_delivery, name="forwarding_delivery_act"),
    ]


class ForwardingMenuItem(MenuItem):
    """The way to the officer's desk, for those who may look at it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Not for units and editors."""
        return may_look(request.user)


@hooks.register("register_admin_menu_item")
def forwarding_menu_item() -> MenuItem:
    """Forwarding in the menu."""
    return ForwardingMenuItem(
        _("Forwarding"),
        reverse_lazy("forwarding_overview"),
        name="forwarding",
        icon_name="upload",
        order=25,
    )


@hooks.register("register_desk_landing", order=18)
def officer_landing(user: User) -> str | None:
    """The officer begins with what was sent and what came of it."""
    return views.overview_url() if has_role(user, Role.OFFICER) else None


@hooks.register("insert_global_admin_css")
def forwarding_css() -> Any:
    """The little that the desk's own styles don't have."""
    return format_html('<link rel="stylesheet" href="{}">', static("forwarding/forwarding.css"))
