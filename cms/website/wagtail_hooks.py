"""What the reader's side adds to Wagtail."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from wagtail import hooks
from wagtail.models import Site

from cms.accounts.letterhead import Letterhead
from cms.core.seeds import RuleSeed, ensure_rules
from cms.website import founding, hubs, structure, taxonomy
from cms.website.models import SiteProfile

# Where readers' programs are told of new articles: addresses with spaces between them, or nobody.
NO_HUBS = RuleSeed(code=hubs.CODE, value=hubs.NONE, source="Mặc định: chưa báo cho trạm WebSub nào")


@hooks.register("setup_site", order=10)
def ensure_site() -> None:
    """Roles, the home page with its site and profile, topics and sections."""
    structure.ensure_role_groups()
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    home = structure.ensure_home(
        title="Bản tin Sức khỏe",
        hostname=base.hostname or "localhost",
        port=base.port or (443 if base.scheme == "https" else 80),
    )
    structure.ensure_sections(home=home, topics=taxonomy.TOPICS, sections=taxonomy.SECTIONS)
    founding.ensure_house_pages(home=home)
    ensure_rules([NO_HUBS])
    # Otherwise the first reader's visit would make the row.
    SiteProfile.for_site(Site.objects.get(is_default_site=True))


@hooks.register("mail_letterhead")
def letterhead() -> Letterhead:
    """The publisher, in the head and foot of every mail."""
    profile = SiteProfile.objects.filter(site__is_default_site=True).first() or SiteProfile()
    contact = " · ".join(each for each in (profile.address, profile.phone, profile.email) if each)
    return Letterhead(name=profile.bulletin_name, department=profile.department, contact=contact)
