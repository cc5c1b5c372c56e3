"""Dossiers, members, channels, people and preferences: what is taken, who may, and what is remembered."""

from functools import partial
from zoneinfo import ZoneInfo

import pytest

from dossier.errors import Conflict, DossierError, NotFound, Refused
from dossier.fields import PersonRef
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import DossierView
from storage import organisations
from storage.preferences import Preference
from storage.store import Store
from tests.team import Team

DEFAULT = Preference(Language.ZH, ZoneInfo("Asia/Shanghai"))


def person(team: Team, who: str) -> PersonRef:
    """Give the person behind an account."""
    return PersonRef(id=team.actor(who).uid, name=who)


def start(team: Team, customer: str, short: str, project: str, who: str = "lilei") -> DossierView:
    """Start a dossier."""
    owner = person(team, who)
    return team.write(who, lambda store: store.dossiers.start(customer, short, project, Phase.DESIGN, owner))


def set_member(team: Team, by: str, who: str, tier: Tier) -> None:
    """Give somebody a tier in the dossier."""
    colleague = person(team, who)
    team.write(by, lambda store: store.dossiers.set_member(team.dossier, colleague, tier))


def test_another_customer_cannot_take_a_short_name_however_it_is_written(team: Team) -> None:
    with pytest.raises(Conflict, match="short-name-taken"):
        start(team, "Another", "ａｂｃ", "Shop")


def test_a_customer_has_a_project_of_one_name_once(team: Team) -> None:
    with pytest.raises(Conflict, match="project-taken"):
        start(team, "ABC有限公司", "abc", "商城")


def test_the_same_short_name_is_free_in_another_organisation(team: Team) -> None:
    bob = person_of(team, "bob")
    made = team.write(
        "bob", lambda store: store.dossiers.start("ABC Inc.", "ABC", "商城", Phase.DESIGN, bob), "nordwind"
    )
    assert made.customer == "ABC Inc."


def person_of(team: Team, who: str) -> PersonRef:
    """Give somebody of the other organisation."""
    return PersonRef(id=team.actor(who, "nordwind").uid, name=who)


def test_whoever_starts_a_dossier_reads_it_from_then_on(team: Team) -> None:
    started = start(team, "DEF AG", "DEF", "CRM")
    assert started in team.read("lilei", lambda store: store.dossiers.mine())
    assert started not in team.read("ann", lambda store: store.dossiers.mine())


def test_a_member_starts_no_dossier(team: Team) -> None:
    with pytest.raises(Refused):
        start(team, "DEF AG", "DEF", "CRM", "ann")


@pytest.mark.parametrize(
    ("words", "named"),
    [("ABC公司还缺什么", ["ABC"]), ("abc status", ["ABC"]), ("ABCD", []), ("what is owed", [])],
)
def test_the_dossier_that_words_name_is_found(team: Team, words: str, named: list[str]) -> None:
    found = team.read("lilei", lambda store: store.dossiers.named_in(words))
    assert [each.short_name for each in found] == named


def test_the_owner_sets_members_and_the_last_tier_counts(team: Team) -> None:
    set_member(team, "lilei", "zhaomin", Tier.MEMBER)
    set_member(team, "lilei", "zhaomin", Tier.SENIOR)
    members = team.read("lilei", lambda store: store.dossiers.members(team.dossier))
    assert [(each.person.name, each.tier) for each in members] == [
        ("李雷", Tier.SENIOR),
        ("赵敏", Tier.SENIOR),
        ("Ann", Tier.MEMBER),
        ("Carla", Tier.GUEST),
    ]


def test_nobody_gives_a_tier_above_their_own(team: Team) -> None:
    with pytest.raises(Refused, match="refused-tier-above"):
        set_member(team, "lilei", "ann", Tier.MANAGER)


def test_a_member_sets_no_members(team: Team) -> None:
    with pytest.raises(Refused):
        set_member(team, "ann", "zhaomin", Tier.MEMBER)


def test_a_channel_is_bound_by_the_owner_and_not_by_a_member(team: Team) -> None:
    def bind(store: Store) -> None:
        channel = store.channels.find(1, "general")
        assert channel is not None
        store.channels.bind(channel, team.dossier)

    with pytest.raises(Refused):
        team.write("ann", bind)
    team.write("lilei", bind)
    bound = team.read("lilei", lambda store: store.channels.of(team.dossier))
    assert {each.key for each in bound} == {"abc", "general"}


def test_a_channel_of_somebody_elses_dossier_is_not_taken_away(team: Team) -> None:
    zhaomin = person(team, "zhaomin")
    theirs = team.write("wangfang", lambda store: store.dossiers.start("DEF AG", "DEF", "CRM", Phase.DESIGN, zhaomin))

    def bind(key: str, store: Store) -> None:
        store.channels.bind(store.channels.put(1, key, key), theirs)

    team.write("zhaomin", partial(bind, "new"))
    with pytest.raises(Refused):
        team.write("zhaomin", partial(bind, "abc"))


def test_the_bot_says_hello_to_a_channel_once(team: Team) -> None:
    def greet(store: Store) -> bool:
        return store.channels.greeted(store.channels.put(1, "new", "new"))

    assert [team.write("lilei", greet), team.write("lilei", greet)] == [True, False]


def test_a_renamed_channel_is_the_same_channel(team: Team) -> None:
    before = team.write("lilei", lambda store: store.channels.put(1, "abc", "abc"))
    after = team.write("lilei", lambda store: store.channels.put(1, "abc", "renamed"))
    assert (after.id, after.name, after.dossier) == (before.id, "renamed", team.dossier.id)


def test_people_are_found_by_name_whatever_the_case_unless_there_are_two(team: Team) -> None:
    found = team.read("lilei", lambda store: store.people.named("ANN"))
    assert found is not None
    assert found.name == "Ann"
    team.write("lilei", lambda store: store.people.add("ann", Tier.MEMBER))
    assert team.read("lilei", lambda store: store.people.named("Ann")) is None


def new_code(team: Team) -> str:
    """Make a claim code for the home organisation."""
    home = team.actor("unknown").organisation
    return team.database.write(lambda connection: organisations.new_claim_code(connection, home))


def test_the_claim_code_makes_a_stranger_a_manager_once(team: Team) -> None:
    code = new_code(team)
    team.write("unknown", lambda store: store.people.claim(f" {code} ", 1, "unknown"))
    assert team.actor("unknown").tier is Tier.MANAGER
    with pytest.raises(DossierError, match="wrong-claim-code"):
        team.write("ann", lambda store: store.people.claim(code, 1, "ann"))
    assert team.actor("ann").tier is Tier.MEMBER


def test_the_claim_code_makes_a_known_person_a_manager_without_a_double(team: Team) -> None:
    code = new_code(team)
    before = team.actor("ann")
    team.write("ann", lambda store: store.people.claim(code, 1, "ann"))
    assert (team.actor("ann").person, team.actor("ann").tier) == (before.person, Tier.MANAGER)


def test_a_claim_code_is_worth_nothing_in_another_organisation(team: Team) -> None:
    code = new_code(team)
    with pytest.raises(DossierError, match="wrong-claim-code"):
        team.write("bob", lambda store: store.people.claim(code, 2, "bob"), "nordwind")


def preferences(team: Team, subject: int, channel: int) -> tuple[Preference, Preference]:
    """Give the preference of a person and a channel."""
    return team.read("lilei", lambda store: store.preferences.of(subject, channel, DEFAULT))


def test_own_preferences_go_before_the_organisations_and_those_before_the_installations(team: Team) -> None:
    assert preferences(team, 9001, 9002) == (DEFAULT, DEFAULT)

    def keep(store: Store) -> None:
        store.preferences.keep("organisation", 0, "language", "en-US")
        store.preferences.keep("person", 9001, "zone", "Europe/Berlin")
        store.preferences.keep("channel", 9002, "language", "zh-CN")

    team.write("lilei", keep)
    person_first, channel_first = preferences(team, 9001, 9002)
    assert person_first == Preference(Language.EN, ZoneInfo("Europe/Berlin"))
    assert channel_first == Preference(Language.ZH, ZoneInfo("Asia/Shanghai"))


def test_the_last_preference_counts(team: Team) -> None:
    def keep(zone: str, store: Store) -> None:
        store.preferences.keep("person", 9001, "zone", zone)

    for zone in ("Europe/Berlin", "Asia/Tokyo"):
        team.write("lilei", partial(keep, zone))
    assert preferences(team, 9001, 9002)[0].zone == ZoneInfo("Asia/Tokyo")


def test_a_dossier_of_another_organisation_looks_like_none(team: Team) -> None:
    with pytest.raises(NotFound) as elsewhere:
        team.read("wangfang", lambda store: store.dossiers.get(team.other.uid))
    with pytest.raises(NotFound) as nowhere:
        team.read("wangfang", lambda store: store.dossiers.get("nothing"))
    assert elsewhere.value.problem == nowhere.value.problem


def test_a_dossier_is_meant_by_its_project_or_a_word_of_it_beside_the_customer(team: Team) -> None:
    def start(store: Store) -> None:
        lilei = store.people.named("李雷")
        assert lilei is not None
        for project in ("WMS", "Driver app"):
            store.dossiers.start("Nordwind", "NW", project, Phase.DESIGN, lilei)

    team.write("wangfang", start)

    def meant(words: str) -> list[str]:
        return team.read("wangfang", lambda store: [each.project for each in store.dossiers.named_in(words)])

    assert meant("Driver app status") == ["Driver app"]
    assert meant("what is missing in the driver app dossier") == ["Driver app"]
    assert meant("Nordwind Driver") == ["Driver app"]
    assert sorted(meant("how is Nordwind doing")) == ["Driver app", "WMS"]
    assert meant("a word of nobody's") == []
