"""Announcement: the guide's template, section for section, and foreign templates in their place."""

from dataclasses import replace

import pytest

from bot import errors
from bot.domain import announcement
from bot.domain.plans import planning
from bot.domain.plans.plan import Plan, Target
from bot.domain.plans.planning import PlanRequest, ProjectRules
from tests.fakes.sample_facts import released

GUIDE = """# 🚀 Demo v1.2.0 Released!

We're excited to announce the release of Demo v1.2.0!

## ✨ What's New

- **New Feature**: A thing
  in two lines
- **Improvement**: Another

- **Bug Fix**: A third

## 📦 Installation

```bash
pip install demo==1.2.0
```

## 📚 Documentation

Full documentation: https://docs.example.org

## 🙏 Feedback

We'd love to hear your thoughts! Tell us: https://talk.example.org, or open a GitHub issue."""


@pytest.fixture
def plan() -> Plan:
    """A plan with notes in three sections."""
    request = PlanRequest(bump="minor", created="2026-02-03T04:05:06Z")
    host = Target(name="github", kind="code_host", url="https://github.com/o/demo")
    made = planning.make_plan(request, released("v1.1.0"), ProjectRules(targets=(host,)))
    return replace(
        made,
        title="Demo",
        notes="### Added\n\n- A thing\n  in two lines\n\n"
        "### Changed\n- Another\n\n### Fixed\n* A third",
        docs_url="https://docs.example.org",
        feedback_url="https://talk.example.org",
    )


def test_the_guides_template(plan: Plan) -> None:
    """Every section of the guide, with the kind of each line."""
    expected = GUIDE.replace("- **Improvement**", "\n- **Improvement**")
    assert announcement.render_announcement(plan) == expected


def test_free_text_is_kept(plan: Plan) -> None:
    """Notes that are no list of the usual sections are told as they are."""
    text = announcement.render_announcement(
        replace(plan, notes="Hello.\n\n### Upgrading\n\nDo it.")
    )
    assert "## ✨ What's New\n\nHello.\n\n### Upgrading\n\nDo it.\n\n## 📦" in text


def test_the_repositorys_own_template(plan: Plan) -> None:
    """It may place values and choose between them."""
    template = "{% if docs_url %}{{ title|upper }} {{ version }}{% else %}no{% endif %}"
    assert announcement.render_announcement(plan, template) == "DEMO 1.2.0"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__class__ }}",
        "{{ 'a' * 10**10 }}",
        "{% for a in notes %}{% for b in notes %}{% endfor %}{% endfor %}",
        "{% set a = notes ~ notes %}{{ a ~ a }}",
        "{{ '%1000000000d' % 1 }}",
        "{% include '/etc/passwd' %}",
        "{{ range(10**9)|list }}",
        "{{ cycler }}",
        "{{ title|attr('__class__') }}",
        "{{ unknown }}",
        "{% if %}",
        "{{ [1, 2] }}",
        "x" * 20_001,
    ],
)
def test_templates_that_are_programs_are_refused(plan: Plan, template: str) -> None:
    """A template may only place values; what it tries otherwise is said in one sentence."""
    with pytest.raises(errors.BadConfiguration) as caught:
        announcement.render_announcement(plan, template)
    assert caught.value.reason == "bad_template"


def test_cut_for_a_channel(plan: Plan) -> None:
    """A channel with less room gets whole lines and the address of the rest."""
    plan = replace(plan, announcement=announcement.render_announcement(plan) + "\nmore" * 1000)
    assert announcement.for_channel(plan, "slack:C1") == plan.announcement
    assert announcement.for_channel(plan, "releases") == plan.announcement
    cut = announcement.for_channel(plan, "discord:555")
    assert len(cut) <= 3_800
    assert cut.startswith("# 🚀 Demo v1.2.0 Released!\n")
    assert cut.endswith("… the rest is told here: https://github.com/o/demo/releases/tag/v1.2.0")
