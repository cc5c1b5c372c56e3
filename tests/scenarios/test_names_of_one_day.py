"""Documents of one dossier are dated by one day, the organisation's, whoever asks for them and wherever they are."""

from datetime import timedelta

from tests.team import Team

LATE = timedelta(hours=17)
"""After so long it is past midnight in Shanghai, and the evening before in Berlin."""


def sent(team: Team, who: str, words: str) -> str:
    """Ask for a file and give the name of the one that comes."""
    before = set(team.platform.sent)
    team.say(who, words)
    team.app.jobs.work_due()
    (new,) = (key for key in team.platform.sent if key not in before)
    return team.platform.sent[new][1]


def test_an_export_has_the_day_of_the_records_in_it_whoever_asks_for_it(team: Team) -> None:
    team.clock.advance(LATE)
    team.say("ann", "/issue 夜里的问题")
    assert "_20261119_" in team.posted("abc")[-1].text

    assert "_20261119_" in sent(team, "ann", "/dossier export issues xlsx")
    assert "_20261119_" in sent(team, "lilei", "/dossier export issues xlsx")


def test_an_edition_of_the_standard_has_one_day_for_everybody(team: Team) -> None:
    team.clock.advance(LATE)

    assert "_20261119_" in sent(team, "ann", "/dossier standard docx")
    assert "_20261119_" in sent(team, "lilei", "/dossier standard docx")
