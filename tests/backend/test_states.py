"""The state tables: every walk through them is sound, and what is refused is explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.casework.kinds import Kind
from actions.casework.states import ROLES_OF, TABLES, IllegalMove, Role, apply, possible_moves, state_title

kinds = st.sampled_from(list(Kind))
roles = st.sampled_from(list(Role))
names = st.sampled_from(sorted({move.name for table in TABLES.values() for move in table.moves}))


@given(kinds, st.lists(st.tuples(names, roles), max_size=30))
def test_a_walk_only_ever_takes_steps_of_the_table(kind: Kind, steps: list[tuple[str, Role]]) -> None:
    table = TABLES[kind]
    state = table.first
    for name, role in steps:
        possible = {move.name: move for move in possible_moves(kind, state, role)}
        if name in possible:
            state = apply(kind, state, name, role).target
            assert state == possible[name].target
            assert state in table.states
        else:
            with pytest.raises(IllegalMove) as refused:
                apply(kind, state, name, role)
            assert state_title(kind, state) in str(refused.value)
            assert all(move.title in str(refused.value) for move in possible.values())


@pytest.mark.parametrize("kind", Kind)
def test_every_state_can_be_reached_and_left_towards_an_end(kind: Kind) -> None:
    table = TABLES[kind]
    reached = {table.first}
    for _ in table.states:
        reached |= {move.target for move in table.moves if set(move.sources) & reached}
    assert reached == set(table.states)
    ending = set(table.final)
    for _ in table.states:
        ending |= {source for move in table.moves if move.target in ending for source in move.sources}
    assert ending == set(table.states)


@pytest.mark.parametrize("kind", Kind)
def test_names_and_states_of_a_table_are_its_own(kind: Kind) -> None:
    table = TABLES[kind]
    assert len({move.name for move in table.moves}) == len(table.moves)
    assert {state for move in table.moves for state in (*move.sources, move.target)} <= set(table.states)
    assert all(move.who for move in table.moves)


def test_the_citizen_takes_a_ticket_back_before_it_is_dispatched_only() -> None:
    assert apply(Kind.TICKET, "accepted", "cancel", Role.CITIZEN).target == "cancelled"
    with pytest.raises(IllegalMove, match="没有可做的操作"):
        apply(Kind.TICKET, "dispatched", "cancel", Role.CITIZEN)


def test_an_administrator_acts_in_every_capacity_of_the_staff() -> None:
    everything = {move.name for move in TABLES[Kind.DISPUTE].moves} - {"cancel"}
    states = TABLES[Kind.DISPUTE].states
    roles = ROLES_OF["admin"]  # type: ignore[index]
    assert {move.name for state in states for role in roles for move in possible_moves(Kind.DISPUTE, state, role)} == (
        everything
    )
