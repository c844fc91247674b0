"""Wagtail's admin app without its own workflow mails, which are sent inside the request and know no units."""

from __future__ import annotations

from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted


class QuietWagtailAdminConfig(WagtailAdminAppConfig):
    """Stands in INSTALLED_APPS in the place of ``wagtail.admin``."""

    default = False

    def ready(self) -> None:
        """Lets Wagtail register its notifiers, then takes them off again: ours are rows, sent after the commit."""
        super().ready()
        task_state, workflow_state = (
            self.apps.get_model("wagtailcore.TaskState"),
            self.apps.get_model("wagtailcore.WorkflowState"),
        )
        for signal, sender, uid in (
            (task_submitted, task_state, "group_approval_task_submitted_email_notification"),
            (workflow_submitted, workflow_state, "workflow_state_submitted_email_notification"),
            (workflow_rejected, workflow_state, "workflow_state_rejected_email_notification"),
            (workflow_approved, workflow_state, "workflow_state_approved_email_notification"),
        ):
            signal.disconnect(sender=sender, dispatch_uid=uid)
