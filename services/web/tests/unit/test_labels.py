"""What people read for a code."""

import string

import pytest

from web import labels
from web.pages.formats import day_range, dialled, hours, phone, plain_number, slashed, told


def test_a_problem_is_told_with_its_figures() -> None:
    figures = {"kind": "formations", "used": 3, "quota": 3, "year": 2026}
    assert labels.explained("rights-used-up", figures).endswith("3/3 formations utilisées en 2026.")


def test_who_decides_reads_of_the_persons_rights_not_of_their_own() -> None:
    figures = {"kind": "formations", "used": 3, "quota": 3, "year": 2026}
    told_to_validator = labels.explained("rights-used-up", figures, of_another=True)
    assert told_to_validator.startswith("Les droits individuels de participation de la personne sont épuisés : 3/3")
    assert labels.explained("action-full", {}, of_another=True) == labels.explained("action-full", {})


@pytest.mark.parametrize("code", labels.decisions.PROBLEMS_OF_ANOTHER)
def test_what_is_told_of_another_speaks_to_nobody_and_has_the_same_figures(code: str) -> None:
    own, of_another = labels.PROBLEMS[code], labels.PROBLEMS_OF_ANOTHER[code]
    assert not {"vous", "votre", "vos"} & set(of_another.lower().split())
    names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (own, of_another)]
    assert names[0] == names[1]


def test_a_part_in_brackets_goes_where_its_figure_is_not_known() -> None:
    without = labels.explained("organisation-not-member", {"ended_on": None})
    assert without.endswith("n'est pas adhérente à ce jour.")
    with_day = labels.explained("organisation-not-member", told({"ended_on": "2026-06-30"}))
    assert with_day.endswith("son adhésion a pris fin le 30/06/2026.")


def test_a_figure_that_is_missing_leaves_a_gap_and_no_error() -> None:
    assert "…" in labels.explained("action-full", {})


def test_one_code_has_one_sentence() -> None:
    with pytest.raises(ValueError, match="told twice: wait"):
        labels.together({"wait": "Patientez."}, {"wait": "Attendez."})


def test_an_unknown_code_has_no_sentence() -> None:
    assert labels.explained("nobody-knows", {}) is None


def test_codes_among_figures_are_said_in_french() -> None:
    sentence = labels.explained("already-requested", {"year": 2026, "status": "waitlisted"})
    assert "Liste d'attente" in sentence


@pytest.mark.parametrize("sentence", [*labels.PROBLEMS.values(), *labels.decisions.PROBLEMS_OF_ANOTHER.values()])
def test_every_sentence_can_be_filled(sentence: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    full = labels.filled(sentence, **dict.fromkeys(names, "7"))
    assert not set(full) & set("{}[]")


def test_every_state_has_its_explanation_in_my_space() -> None:
    assert labels.enrolments.STATUS_EXPLANATIONS.keys() == labels.enrolments.STATUSES.keys()


def test_instants_among_figures_are_hours_of_paris() -> None:
    assert told({"opens_at": "2026-12-01T08:00:00Z"}) == {"opens_at": "01/12/2026 à 09:00"}


def test_a_text_among_figures_stays_as_it_is() -> None:
    assert told({"fault": "half-day-twice", "count": 2}) == {"fault": "half-day-twice", "count": 2}


def test_a_range_of_days_is_written_as_on_the_cards() -> None:
    assert day_range("2031-09-01", "2031-12-31") == "1 sept. - 31 déc. 2031"
    assert day_range("2031-12-30", "2032-01-02") == "30 déc. 2031 - 2 janv. 2032"
    assert day_range("2031-12-30", "2031-12-30") == "30 déc. 2031"


def test_another_year_is_said() -> None:
    assert slashed("2031-11-20") == "20/11/2031"


@pytest.mark.parametrize(("text", "written"), [("2.0", "2"), ("0.2", "0.2"), ("10.0", "10"), ("1.5", "1.5")])
def test_durations_have_a_point_and_no_idle_zero(text: str, written: str) -> None:
    assert plain_number(text) == written


@pytest.mark.parametrize(("minutes", "written"), [(210, "3 h 30"), (60, "1 h"), (45, "45 min"), (605, "10 h 05")])
def test_minutes_are_written_as_hours(minutes: int, written: str) -> None:
    assert hours(minutes).replace("\N{NO-BREAK SPACE}", " ") == written


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("+33549000000", "05 49 00 00 00"),
        ("05.49.00.00.00", "05 49 00 00 00"),
        ("+3225551212", "+32 2 555 12 12"),
        ("0800", "0800"),
        ("à l'accueil", "à l'accueil"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_written_as_in_france(written: str, shown: str) -> None:
    assert phone(written).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("written", "number"), [("+33 5 49 00 00 00", "+33549000000"), ("05.49-00 00\N{NO-BREAK SPACE}00", "0549000000")]
)
def test_a_link_dials_digits_alone(written: str, number: str) -> None:
    assert dialled(written) == number
