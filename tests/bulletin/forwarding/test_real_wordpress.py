"""The wordpress adapter against a WordPress of Debian's packages, a process of its own for the whole file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bulletin.forwarding.front import Front, passing_on, running_front
from tests.bulletin.forwarding.real_wordpress import WordPress, running_wordpress
from tests.bulletin.forwarding.test_wordpress_engine import whole_way
from tests.bulletin.forwarding.wordpress_rules import WordPressPlace, WordPressRules

pytestmark = pytest.mark.wordpress


@pytest.fixture(scope="module")
def site(wordpress, tmp_path_factory) -> Iterator[WordPress]:
    with running_wordpress(tmp_path_factory.mktemp("wp")) as running:
        yield running


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with running_front() as running:
        yield running


class TestRealWordPress(WordPressRules):
    """What the fake only imitates."""

    @pytest.fixture
    def place(self, site, front) -> WordPressPlace:
        site.empty()
        return WordPressPlace(front, passing_on(site.url), site.keys)


@pytest.mark.django_db
def test_the_whole_way_from_our_desk_to_what_their_reader_sees(site, front, desk, clock):
    site.empty()
    whole_way(WordPressPlace(front, passing_on(site.url), site.keys), desk, clock)
