"""The contract's list of faults, on PostgreSQL and Redis with four workers and two clocks that many faults share.

After each, the province's own log has to show what the contract promises (``house.broken``).
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from random import Random

import pytest

from tests.faults import servers
from tests.faults.house import House, built
from tests.faults.processes import until
from tests.faults.workers import PATIENCE

pytestmark = [pytest.mark.faults, pytest.mark.services]

REFUSED = "connection failed"
"""The driver's own words, in whatever language the server speaks."""


@pytest.fixture(scope="module")
def whole(template, tmp_path_factory, redis_program) -> Iterator[House]:
    """The one house of this file."""
    server = servers.postgresql() or pytest.skip("no PostgreSQL answers; set TEST_DATABASE_URL")
    with built(
        tmp_path_factory.mktemp("house"),
        template,
        workers=4,
        beats=2,
        database=servers.Database.made(server),
        broker=servers.Broker(redis_program),
    ) as house:
        yield house
        # Whatever happened in between: all that was ever published stands as it should.
        house.province.behave("ok")
        house.stage("calm")
        house.settle(*house.stage("versions"))


@pytest.fixture
def house(whole) -> House:
    """The house after a quiet hour, with four workers."""
    whole.province.behave("ok")
    whole.stage("calm")
    living = [worker for worker in whole.installation.workers if worker.poll() is None]
    for _each in range(4 - len(living)):
        whole.installation.begin_worker()
    whole.installation.await_workers()
    return whole


def _puts(house: House, article: str) -> int:
    return sum(article in entry["path"] for entry in house.province.log("PUT"))


def _begun(house: House, articles: list[str]) -> set[str]:
    """Those articles of which the province has seen a request."""
    return {entry["path"].rsplit("/", 1)[-1] for entry in house.province.log("PUT")} & set(articles)


def test_three_failures_then_an_acceptance(house):
    house.province.behave("500", times=3)
    article = house.publish()
    (row,) = house.settle(article)
    assert row["attempts"] == 4


@pytest.mark.parametrize(
    ("wish", "least", "most"),
    [
        ("40", 30, 41),
        (format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True), 6000, 7300),
        ("-5", 5, 13),
        ("soon", 5, 13),
        (None, 5, 13),
        ("999999999", 80_000, 86_401),
    ],
    ids=["seconds", "date", "negative", "words", "none", "a lifetime"],
)
def test_every_kind_of_retry_after(house, wish, least, most):
    house.province.behave("429", times=1, retry_after=wish)
    article = house.publish()
    house.until_state(article, "retry_wait")
    assert least <= house.stage("due_in", article=article) <= most
    house.stage("pass_time", seconds=90_000)
    house.settle(article)


def test_silence_a_byte_a_second_and_an_endless_body_are_looked_up_and_taken_once(house):
    articles = []
    for mode, options in (("accept_then_silence", {"seconds": 90}), ("drip", {}), ("endless", {})):
        house.province.behave(mode, times=1, **options)
        articles.append(house.publish())
        assert until(partial(_was_put, house, articles[-1]), seconds=PATIENCE)
    # Each ends by the wall clock of one exchange, and not with its last byte.
    for article in articles:
        house.until_state(article, "unknown", "delivered", "confirmed", seconds=45)
    house.settle(*articles)
    assert [_puts(house, article) for article in articles] == [1, 1, 1]


def _was_put(house: House, article: str) -> bool:
    return _puts(house, article) > 0


def test_a_redirect_inwards_pauses_and_spends_no_attempt(house):
    house.province.behave("redirect", times=1, location="http://169.254.169.254/latest")
    article = house.publish()
    house.until_state(article, "paused")
    assert "302" in house.stage("destinations")[0]["state_reason"]
    house.stage("resume")
    (row,) = house.settle(article)
    assert row["attempts"] == 1


def test_a_secret_that_was_rotated_on_one_side_pauses_until_it_is_right_again(house):
    from bulletin.forwarding.sandbox.signatures import DEMO_SECRET

    house.stage("edit_destination", secret="whsec_" + "b" * 44)
    article = house.publish()
    house.until_state(article, "paused")
    house.stage("edit_destination", secret=DEMO_SECRET)
    house.stage("resume")
    assert house.settle(article)[0]["attempts"] == 1


def test_a_sign_in_page_with_200_is_not_taken_for_the_article(house):
    house.province.behave("login_page", times=1)
    article = house.publish()
    assert house.settle(article)[0]["attempts"] == 2
    assert house.taken(article) == [1]


def test_a_poison_article_goes_back_and_the_others_flow(house):
    house.province.behave("refuse", times=1, status=422)
    poison = house.publish()
    house.until_state(poison, "rejected")
    house.settle(house.publish())
    assert house.stage("correct", article=poison) == 2
    house.settle(poison)
    assert house.taken(poison) == [2]


def test_a_receiver_that_lost_its_data_is_given_it_again(house):
    house.province.behave("500", methods=["GET"])
    article = house.publish()
    house.until_state(article, "delivered")
    house.province.behave("forget")
    house.twice.update(uid for uid, _version in house.province.applied())
    house.settle(article)
    assert house.taken(article) == [1, 1]


def test_a_worker_killed_in_the_middle_and_one_that_sleeps_through_its_lease(house):
    house.province.behave("slow", seconds=1.5, times=2)
    articles = house.stage("publish_many", count=2)
    house.stage("sweep")
    assert until(lambda: all(_puts(house, each) for each in articles), seconds=PATIENCE)
    sleepers = [worker for worker in house.installation.workers if worker.poll() is None]
    for worker in sleepers:
        house.pause_process(worker)
    house.stage("pass_time", seconds=125, leases=True)
    killed = sleepers[0]
    house.installation.kill(killed)
    # One alone wakes and takes back what the lease gave up; then the others come with their old results.
    house.wake(sleepers[1])
    house.stage("sweep")
    assert until(lambda: "sending" not in house.states(*articles), seconds=PATIENCE)
    for worker in sleepers[2:]:
        house.wake(worker)
    house.settle(*articles)


def test_the_database_restarts_in_the_middle(house):
    assert house.database is not None
    house.province.behave("slow", seconds=1, times=4)
    articles = house.stage("publish_many", count=4)
    house.stage("sweep")
    assert until(lambda: any(_puts(house, each) for each in articles), seconds=PATIENCE)
    refused = partial(house.installation.count_of, REFUSED)
    with house.database.away():
        before = refused()
        house.stage("sweep")
        assert until(lambda: refused() > before, seconds=PATIENCE), "no worker noticed that the database is away"
    house.settle(*articles)


def test_the_broker_is_away_and_comes_back_empty(house):
    assert house.broker is not None
    house.broker.kill()
    articles = [house.publish(), house.publish()]
    assert house.states(*articles) == ["waiting", "waiting"]
    house.broker.start()
    house.settle(*articles)


def test_two_approvals_at_once_publish_once(house):
    ready, _reviewed, _revision = house.stage("approved")
    house.other.stage("ledger")
    with ThreadPoolExecutor(2) as desks:
        answers = list(
            desks.map(
                lambda desk: desk.stage("verb", name="publish", submission=ready), (house.installation, house.other)
            )
        )
    assert sorted(answers) != ["ok", "ok"]
    state, article = house.stage("state", submission=ready)
    assert state == "published"
    assert len(house.settle(article)) == 1


def test_approve_against_reject_has_one_winner(house):
    _ready, reviewed, revision = house.stage("approved")
    house.other.stage("ledger")
    with ThreadPoolExecutor(2) as desks:
        approval = desks.submit(house.stage, "verb", name="approve", submission=reviewed, revision=revision)
        refusal = desks.submit(house.other.stage, "verb", name="reject", submission=reviewed)
    answers = [approval.result(), refusal.result()]
    assert answers.count("ok") == 1, answers
    assert house.stage("state", submission=reviewed)[0] == ("approved" if answers[0] == "ok" else "rejected")


def test_a_correction_during_a_send_arrives_after_it(house):
    house.province.behave("slow", seconds=1.5, times=1)
    article = house.publish()
    assert until(partial(_was_put, house, article), seconds=PATIENCE)
    house.stage("correct", article=article)
    house.settle(article)
    assert house.taken(article) == [1, 2]


def test_a_first_version_that_fails_while_the_second_is_published_is_not_tried_again(house):
    house.province.behave("500", times=1)
    article = house.publish()
    house.until_state(article, "retry_wait")
    house.stage("correct", article=article)
    house.settle(article)
    assert house.taken(article) == [2]


def test_withdrawn_while_waiting_sending_unknown_and_paused(house):
    house.province.behave("slow", seconds=1.5, times=1)
    sending = house.publish()
    assert until(partial(_was_put, house, sending), seconds=PATIENCE)
    house.stage("withdraw", article=sending)
    house.settle(sending)

    house.province.behave("slow", seconds=60, times=1)
    unknown = house.publish()
    assert until(partial(_was_put, house, unknown), seconds=PATIENCE)
    for worker in house.installation.workers:
        house.pause_process(worker)
    house.stage("pass_time", seconds=125, leases=True)
    house.stage("withdraw", article=unknown)
    for worker in house.installation.workers:
        house.wake(worker)
    house.settle(unknown)

    house.stage("pause")
    paused = house.publish()
    assert house.states(paused) == ["paused"]
    house.stage("withdraw", article=paused)
    house.stage("resume")
    house.settle(paused)
    (waiting,) = house.stage("publish_many", count=1)
    house.stage("withdraw", article=waiting)
    house.settle(waiting)
    assert house.taken(paused) == []


@pytest.mark.parametrize("step", ["+3600", "-3600"])
def test_a_worker_whose_clock_steps_does_no_harm(house, faketime, step):
    stepped = house.installation.start_worker(
        {"LD_PRELOAD": faketime, "FAKETIME": f"{step}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    )
    try:
        house.province.behave("slow", seconds=0.5, times=3)
        articles = house.stage("publish_many", count=3)
        for _each in range(3):
            house.stage("sweep")
        assert until(lambda: len(_begun(house, articles)) == 3, seconds=PATIENCE)
    finally:
        stepped.send_signal(signal.SIGKILL)
        stepped.wait(10)
    # What the worker ahead of all others wrote down is due once they are there too: an hour later, at the latest.
    house.stage("pass_time", seconds=3600)
    house.settle(*articles)


def test_ten_thousand_in_the_queue_hold_up_nothing(house):
    house.stage("crowd", count=10_000)
    try:
        article = house.publish()
        house.until_state(article, "delivered", "confirmed")
        house.settle(article)
    finally:
        house.stage("disperse")


def test_twenty_open_sends_are_brought_to_their_end_when_the_worker_is_told_to_stop(house):
    house.settle(house.publish())
    house.stage("edit_destination", max_parallel=20)
    last, *others = [worker for worker in house.installation.workers if worker.poll() is None]
    for worker in others:
        worker.terminate()
    for worker in others:
        assert worker.wait(PATIENCE) == 0
    house.province.behave("slow", seconds=12)
    # All of them are there before the first one leaves.
    house.stage("pause")
    articles = [house.stage("write", action="published") for _each in range(24)]
    house.stage("resume")
    assert until(lambda: len(_begun(house, articles)) >= 20, seconds=PATIENCE)
    last.send_signal(signal.SIGTERM)
    assert last.wait(PATIENCE) == 0
    states = house.states(*articles)
    assert "sending" not in states
    begun = _begun(house, articles)
    assert sum(state in ("delivered", "confirmed") for state in states) == len(begun) == 20
    assert {row["attempts"] for row in house.rows(*set(articles) - begun)} == {0}
    house.province.behave("ok")
    house.stage("edit_destination", max_parallel=4)
    house.installation.start_worker()
    house.settle(*articles)


def test_a_small_soak(house):
    from tests.faults.soak import Soak

    soak = Soak(house, Random(7))
    soak.run(faults=15, articles=40)
    assert soak.settle(seconds=PATIENCE) == []
