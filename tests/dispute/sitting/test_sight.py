"""Who may read what: every reader against every author, kind and showing."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dispute.domain.mediation import Mediation, Party
from services.dispute.domain.sitting.sight import Reader, Role, hears, may_read
from services.dispute.domain.sitting.words import Kind, Word
from services.dispute.domain.states import State
from services.kit.testing.clock import MONDAY
from tests.dispute.sitting.words_suite import HERE, THERE, word

PARTIES = ("zhang", "li", "wang")
STRANGER = "stranger"
AUTHORS = (*PARTIES, "mediator", STRANGER)
KINDS: tuple[Kind, ...] = get_args(Kind)
STATES: tuple[State, ...] = get_args(State)
PAIRS = list(product(PARTIES, AUTHORS))
AT_WORK = ("mediating", "agreed", "partly_agreed", "ended")


def mediation(state: State = "mediating", mediator: str | None = "chen") -> Mediation:
    return Mediation(
        mediation_id=HERE,
        case_id="case",
        task_id="task",
        state=state,
        mediator=mediator,
        parties=tuple(
            Party(party_id=id, card=None, invitation="", token_hash=id)
            for id in PARTIES
        ),
    )


READERS = st.builds(
    Reader,
    st.sampled_from(get_args(Role)),
    st.sampled_from([*PARTIES, STRANGER, "chen", "lin", "mediator", ""]),
)
WORDS = st.builds(
    word,
    st.just("a"),
    st.sampled_from(AUTHORS),
    kind=st.sampled_from(KINDS),
    shown_to=st.lists(st.sampled_from([*PARTIES, STRANGER]), max_size=3),
    mediation_id=st.sampled_from([HERE, THERE]),
)
MEDIATIONS = st.builds(
    mediation, st.sampled_from(STATES), st.sampled_from(["chen", None])
)


@given(MEDIATIONS, READERS, WORDS)
@settings(max_examples=200)
def test_nobody_reads_but_the_author_the_mediator_and_whom_it_was_shown_to(
    mediation: Mediation, reader: Reader, word: Word
) -> None:
    permitted = (
        word.mediation_id == HERE
        and {
            "party": reader.id in PARTIES
            and word.kind != "report"
            and (reader.id in (word.author, *word.shown_to) or word.kind == "facts"),
            "mediator": reader.id == "chen"
            and mediation.mediator == "chen"
            and mediation.state in AT_WORK,
            "administrator": word.kind == "report",
        }[reader.role]
    )

    assert may_read(mediation, reader, word) == permitted


@pytest.mark.parametrize(("reader", "author"), PAIRS)
def test_each_party_reads_its_own_statement_and_nobody_elses(reader, author):
    said = word("a", author, kind="statement")

    assert may_read(mediation(), Reader("party", reader), said) == (reader == author)


@pytest.mark.parametrize(("reader", "author"), PAIRS)
@pytest.mark.parametrize("to", PARTIES)
def test_a_proposal_is_read_by_whom_its_author_let_read_it(reader, author, to):
    said = word("a", author, kind="proposal", shown_to=(to,))
    permitted = reader in (author, to)

    assert may_read(mediation(), Reader("party", reader), said) == permitted


@pytest.mark.parametrize("state", STATES)
def test_a_mediator_reads_once_confirmed_and_not_before(state):
    assert hears(mediation(state), "chen") == (state in AT_WORK)


@pytest.mark.parametrize("code", ["lin", "", "mediator"])
def test_no_colleague_reads_instead(code):
    assert not hears(mediation(), code)
    assert not hears(mediation(mediator=None), code)


@pytest.mark.parametrize("state", STATES)
def test_one_who_was_chosen_and_never_confirmed_reads_nothing(state):
    chosen = mediation(state).but(confirm_by=MONDAY)

    assert not hears(chosen, "chen")


def test_who_has_left_reads_its_own_and_no_facts_for_the_record():
    gone = [p.model_copy(update={"left": True}) for p in mediation().parties]
    after = mediation().but(parties=(gone[0], *mediation().parties[1:]))
    zhang = Reader("party", "zhang")

    assert may_read(after, zhang, word("a", "zhang"))
    assert not may_read(after, zhang, word("a", "mediator", kind="facts"))


def test_whoever_was_replaced_reads_nothing_any_more():
    replaced = mediation(mediator="lin")

    assert not may_read(replaced, Reader("mediator", "chen"), word("a"))
    assert may_read(replaced, Reader("mediator", "lin"), word("a"))
