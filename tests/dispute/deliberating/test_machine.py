"""Whatever people, cases and time do, the table of moves is what happens."""

from hypothesis import settings

from tests.dispute.deliberating.machine import Deliberation

Deliberation.TestCase.settings = settings(max_examples=40, stateful_step_count=30)
TestDeliberation = Deliberation.TestCase
