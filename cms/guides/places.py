"""Which place of the guides belongs to which screen.

`PLACES` names views of all floors, as words: it is an index of documents, and imports nothing of the rooms it names.
A test holds that every screen of the desk stands in it, that every name exists, and that every anchor is in a guide.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from wagtail import hooks

from cms.accounts.roles import Role, house_roles
from cms.guides.files import COMMON, PAGES, SLUGS, Guide, address, guide

if TYPE_CHECKING:
    from cms.accounts.models import User

# View name -> anchors, the best first. The same task has the same anchor in the guide of each role that does it, so the
# person's own guide decides what is shown.
PLACES: Final[dict[str, tuple[str, ...]]] = {
    # --- the unit ---
    "my_unit_articles": ("bai-cua-don-vi",),
    "unit_articles": ("bai-cua-don-vi",),
    "unit_month": ("bai-cua-don-vi",),
    "unit_learned": ("dieu-rut-ra",),
    "intake_upload": ("gui-bai",),
    "intake_conversion": ("gui-bai",),
    "intake_conversion_retry": ("gui-bai",),
    "intake_conversion_dismiss": ("gui-bai",),
    "intake_write": ("viet-truc-tiep",),
    "intake_text": ("viet-truc-tiep",),
    "intake_review": ("soat-bai", "cho-gui"),
    "unit_people": ("nguoi-cua-don-vi",),
    "unit_people_act": ("nguoi-cua-don-vi",),
    "unit_settings": ("nguoi-cua-don-vi",),
    "people_of_units": ("nguoi-cua-don-vi",),
    "consent:list": ("anh",),
    "consent:unit": ("anh",),
    "consent:photo": ("anh",),
    "consent:withdraw": ("go-anh", "anh"),
    # --- the editors and the desk ---
    "moderation:worklist": ("viec-cua-toi",),
    "moderation:bulk": ("viec-cua-toi",),
    "moderation:submission": ("cho-gui", "duyet-bai", "sua-bai-tra-lai"),
    "moderation:verb": ("cho-gui", "duyet-bai", "sua-bai-tra-lai"),
    "moderation:frame": ("cat-anh",),
    "moderation:translate": ("ban-tieng-anh",),
    "moderation:own_words": ("so-sanh", "sua-bai-tra-lai"),
    "moderation:compare": ("so-sanh", "sua-bai-tra-lai"),
    "moderation:compare_chosen": ("so-sanh", "sua-bai-tra-lai"),
    "copies:submission": ("kiem-tra",),
    "visits_recording": ("ghi-am",),
    "issues_board": ("bang-thang",),
    "issues_period": ("bang-thang",),
    "issues_items": ("bang-thang",),
    "issues_list": ("bang-thang",),
    "issues_units": ("bang-thang",),
    "issues_compose_ready": ("so-ban-tin",),
    "plan_asks:index": ("ke-hoach",),
    "plan_asks:add": ("ke-hoach",),
    "plan_asks:edit": ("ke-hoach",),
    "calendar_month": ("lich",),
    "calendar_subscribe": ("lich",),
    "calendar_new_piece": ("lich",),
    "calendar_piece": ("lich",),
    "calendar_link_piece": ("lich",),
    "calendar_drop_piece": ("lich",),
    "calendar_move_piece": ("lich",),
    "calendar_move_issue": ("lich",),
    "led_overview": ("man-hinh",),
    "led_act_on_all": ("man-hinh",),
    "led_new_screen": ("man-hinh",),
    "led_screen": ("man-hinh",),
    "led_act_on_screen": ("man-hinh",),
    "led_new_message": ("man-hinh",),
    "led_message": ("man-hinh",),
    "led_preview": ("man-hinh",),
    "led_act_on_message": ("man-hinh",),
    "issues_create": ("so-ban-tin",),
    "issues_issue": ("so-ban-tin",),
    "issues_preview": ("so-ban-tin",),
    "issues_act": ("so-ban-tin",),
    "issues_pdf": ("ban-tin-qua-thu",),
    "issues_pdf_make": ("ban-tin-qua-thu",),
    "issues_pdf_file": ("ban-tin-qua-thu",),
    "issues_letters": ("ban-tin-qua-thu",),
    "issues_letter": ("ban-tin-qua-thu",),
    "issues_letter_act": ("ban-tin-qua-thu",),
    "issues_letter_preview": ("ban-tin-qua-thu",),
    "issues_letter_readers": ("ban-tin-qua-thu",),
    "issues_letter_reader_end": ("ban-tin-qua-thu",),
    "issues_letter_send_again": ("ban-tin-qua-thu",),
    "duty_current_reminders": ("nhac-viec",),
    "duty_reminders": ("nhac-viec",),
    "duty_exemption": ("nhac-viec",),
    "return_reasons:index": ("ly-do",),
    "return_reasons:add": ("ly-do",),
    "return_reasons:edit": ("ly-do",),
    "official_names:index": ("bang-kiem",),
    "official_names:add": ("bang-kiem",),
    "official_names:edit": ("bang-kiem",),
    "abbreviations:index": ("bang-kiem",),
    "abbreviations:add": ("bang-kiem",),
    "abbreviations:edit": ("bang-kiem",),
    "cited_documents:index": ("bang-kiem",),
    "cited_documents:add": ("bang-kiem",),
    "cited_documents:edit": ("bang-kiem",),
    "delicate_words:index": ("bang-kiem",),
    "delicate_words:add": ("bang-kiem",),
    "delicate_words:edit": ("bang-kiem",),
    # --- forwarding ---
    "forwarding_overview": ("theo-doi",),
    "forwarding_alarms": ("bao-dong",),
    "forwarding_alarm_acknowledge": ("bao-dong",),
    "forwarding_article": ("mot-bai",),
    "forwarding_replay": ("gui-lai-nhieu",),
    "forwarding_test": ("gui-thu",),
    "forwarding_destinations": ("noi-nhan",),
    "forwarding_destination": ("noi-nhan",),
    "forwarding_destination_add": ("noi-nhan",),
    "forwarding_destination_propose": ("noi-nhan",),
    "forwarding_proposal": ("noi-nhan",),
    "forwarding_proposal_act": ("noi-nhan",),
    "forwarding_destination_act": ("tam-dung",),
    "forwarding_delivery": ("can-nguoi",),
    "forwarding_delivery_act": ("can-nguoi",),
    "forwarding_tasks": ("dang-bang-tay",),
    "forwarding_task": ("dang-bang-tay",),
    "forwarding_task_route": ("dang-bang-tay",),
    "forwarding_release": ("cho-phep-gui", "theo-doi"),
    "forwarding_decide": ("cho-phep-gui", "theo-doi"),
    "forwarding_choose": ("cho-phep-gui", "theo-doi"),
    "forwarding_drift": ("sai-khac", "theo-doi"),
    "forwarding_drift_settle": ("sai-khac", "theo-doi"),
    "forwarding_policy": ("tam-dung",),
    "evidence_article": ("bang-chung",),
    "evidence_file": ("bang-chung",),
    # --- people, mails, absence ---
    "house_people": ("nguoi-va-vai-tro",),
    "house_invite": ("nguoi-va-vai-tro",),
    "house_person": ("nguoi-va-vai-tro",),
    "house_person_act": ("nguoi-va-vai-tro",),
    "house_invitation": ("nguoi-va-vai-tro",),
    "mails:list": ("thu",),
    "mails:mail": ("thu",),
    "mails:resend": ("thu",),
    "absences": ("ghi-vang-mat", "vang-mat"),
    "notices:list": ("thong-bao",),
    "kept_forms": ("truc-trac",),
    "kept_forms_throw_away": ("truc-trac",),
    "account": ("tai-khoan",),
    # --- Wagtail's own ---
    "desk": ("bat-dau",),
    "wagtailadmin_pages:edit": ("sua-bai", "viet-truc-tiep"),
    "wagtailadmin_pages:history": ("so-sanh",),
    "wagtailadmin_pages:revisions_compare": ("so-sanh",),
    "wagtailimages:index": ("anh",),
    "wagtailimages:add": ("anh",),
    "wagtailimages:edit": ("anh",),
}


def own_guides(user: User) -> list[Guide]:
    """The guides of a person's roles, in the house and in units. Rooms that know of roles name them through the hook
    ``roles_in_units`` (user) -> set of roles."""
    roles: set[Role] = set(house_roles(user))
    for roles_in_units in hooks.get_hooks("roles_in_units"):
        roles |= roles_in_units(user)
    return [guide(slug) for role, slug in SLUGS.items() if role in roles]


def place_of(*, user: User, view_name: str) -> str | None:
    """The address of what the guides say about a screen: whatever the person's own guides have of it, else the best
    place in any. None where they say nothing."""
    anchors = PLACES.get(view_name, ())
    own = own_guides(user) if anchors else []
    every = [guide(slug) for slug in (COMMON, *PAGES)] if anchors else []
    near = ((each, anchor) for each in own for anchor in anchors)
    far = ((each, anchor) for anchor in anchors for each in every)
    return next((f"{address(each.slug)}#{anchor}" for each, anchor in chain(near, far) if each.has(anchor)), None)
