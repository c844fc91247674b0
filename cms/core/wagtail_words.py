"""Words of Wagtail's own screens that its Vietnamese catalogue lacks and that our people meet every day.

Named here so that they stand in our catalogue, which goes before Wagtail's; nothing imports this module. The msgids are
Wagtail's and follow it at each upgrade.
"""

from django.utils.translation import gettext_noop as _

SIGN_IN = (
    _("Sign in"),
    _("Password"),
    _("Forgotten password?"),
    _("Remember me"),
    _("Your username and password didn't match. Please try again."),
)
MENU = (
    _("Images"),
    _("Documents"),
    _("Help"),
    _("Reports"),
    _("Settings"),
    _("Snippets"),
    _("Account"),
    _("Log out"),
    _("Sidebar"),
    _("Editor guide"),
    _("Keyboard shortcuts"),
)
EDITOR = (
    _("Content"),
    _("Save draft"),
    _("Preview"),
    _("History"),
    _("Comments"),
    _("Status"),
    _("Checks"),
    _("Info"),
    _("Edit"),
    _("Delete"),
    _("Cancel"),
    _("Choose an image"),
    _("Choose another image"),
    _("Edit this image"),
    _("Upload"),
    _("Search"),
    _("Title"),
    _("File"),
    _("Collection"),
)
TIMES = (_("Just now"),)
