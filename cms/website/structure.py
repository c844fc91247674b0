"""The fixed part of the page tree: home, sections, and the Wagtail site that serves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Page, Site

from cms.accounts.roles import HOUSE_ROLES
from cms.core.text import slugify_vi
from cms.website.models import HomePage, SectionIndexPage, SectionPage, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section to set up: its title and the codes of the topics it gathers."""

    title: str
    topics: tuple[str, ...]


@transaction.atomic
def ensure_home(*, title: str, hostname: str, port: int) -> HomePage:
    """The home page and its site; made when missing, and Wagtail's welcome page removed."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        Page.objects.filter(depth=2, slug="home").delete()
        root = Page.objects.get(pk=root.pk)
        home = root.add_child(instance=HomePage(title=title, slug="trang-chu"))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port, site.root_page, site.site_name = hostname, port, home, title
    site.save()
    return home


@transaction.atomic
def ensure_sections(*, home: HomePage, topics: dict[str, str], sections: Iterable[Section]) -> None:
    """Topics by code and name, and the sections that gather them; what exists is left as people have changed it."""
    index = SectionIndexPage.objects.first() or home.add_child(
        instance=SectionIndexPage(title="Chuyên mục", slug="chuyen-muc")
    )
    for order, (code, name) in enumerate(topics.items()):
        Topic.objects.get_or_create(code=code, defaults={"name": name, "order": order})
    for section in sections:
        page = SectionPage.objects.child_of(index).filter(title=section.title).first()
        if page is None:
            page = index.add_child(instance=SectionPage(title=section.title, slug=slugify_vi(section.title)))
            Topic.objects.filter(code__in=section.topics, section__isnull=True).update(section=page)


def ensure_role_groups() -> None:
    """One group for each house-wide role; every one of them may enter the desk, none may publish."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role in HOUSE_ROLES:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.add(access)
