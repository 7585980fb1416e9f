"""Each convention holds in the house, and its check is proved on planted trees."""

from pathlib import Path

import pytest

from tests.conventions import budgets, habits, labels, language, messages, migrations, papers, proofs, rooms, routes
from tests.conventions.house import CONVENTIONS, Convention, House, Plant

ROOT = Path(__file__).resolve().parents[2]
RULES = (budgets, habits, labels, language, messages, migrations, papers, proofs, rooms, routes)
THE_HOUSE = House(ROOT)

_PLANTS = [
    pytest.param(rule, plant, id=f"{rule.check.__name__}-{number}")
    for rule in CONVENTIONS
    for number, plant in enumerate(rule.plants, 1)
]


@pytest.mark.parametrize("rule", CONVENTIONS, ids=lambda rule: rule.check.__name__)
def test_the_house_keeps_its_convention(rule: Convention) -> None:
    violations = list(rule.check(THE_HOUSE))
    assert not violations, f"{rule.sentence}:\n" + "\n".join(violations)


@pytest.mark.parametrize(("rule", "plant"), _PLANTS)
def test_a_check_tells_a_violation_from_what_is_allowed(rule: Convention, plant: Plant, tmp_path: Path) -> None:
    for path, text in plant.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert bool(list(rule.check(House(tmp_path)))) is not plant.is_clean


@pytest.mark.parametrize("rule", CONVENTIONS, ids=lambda rule: rule.check.__name__)
def test_every_check_is_proved_by_a_planted_violation(rule: Convention) -> None:
    assert any(not plant.is_clean for plant in rule.plants)


def test_every_file_of_checks_takes_part() -> None:
    files = {path.stem for path in Path(__file__).parent.glob("*.py")}
    rules = {module.__name__.rpartition(".")[2] for module in RULES}
    assert files - rules == {"house", "test_conventions", "test_deptry", "test_import_linter", "test_ruff"}
