"""The one way into casework for conversations, the API and jobs. Every method is one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.casework.kinds import MeetingPlace, TicketKind
from actions.casework.slots import Agent, Slot
from actions.casework.states import ROLES_OF, Role
from actions.desk import agenda, filing, moving, people, reading
from actions.desk.agenda import OFFERED
from actions.desk.errors import NoSuchCase
from actions.desk.filing import Scene, TemplateView
from actions.desk.reading import CaseFilter
from actions.desk.requests import (
    Actor,
    BookingRequest,
    CaseSummary,
    CaseView,
    Cause,
    DisputeRequest,
    Filed,
    StaffMember,
    TicketRequest,
    Urged,
)
from actions.store import Store


class Desk:
    """Files, finds and moves cases. Filing the same message twice, even at the same moment, gives the same number."""

    def __init__(self, store: Store, template: Callable[[], TemplateView], now: Callable[[], datetime]) -> None:
        """`template` gives the template in force, `now` the time with its zone."""
        self._store = store
        self._template = template
        self._now = now

    def _scene(self) -> Scene:
        return Scene(self._now(), self._template())

    async def file_ticket(self, cause: Cause, request: TicketRequest) -> Filed:
        """Files a complaint, call for help, suggestion or tip-off."""
        return await self._store.write(lambda session: filing.file_ticket(session, self._scene(), cause, request))

    async def keep_message(self, cause: Cause, text: str, hotline: str | None = None) -> Filed:
        """A message nobody could answer becomes a call for help that a person reads, an emergency one at once."""
        return await self.file_ticket(cause, TicketRequest(TicketKind.HELP, text, hotline=hotline))

    async def file_dispute(self, cause: Cause, request: DisputeRequest) -> Filed:
        """Files a dispute; the result carries its risk grade."""
        return await self._store.write(lambda session: filing.file_dispute(session, self._scene(), cause, request))

    async def file_booking(self, cause: Cause, request: BookingRequest) -> Filed:
        """Books an agent. Raises SlotTaken with other free times, NoSuchItem."""
        return await self._store.write(lambda session: filing.file_booking(session, self._scene(), cause, request))

    async def free_slots(
        self,
        place: MeetingPlace,
        village: str | None = None,
        item: str | None = None,
        limit: int = OFFERED,
        first_day: date | None = None,
    ) -> list[Slot]:
        """The next free slots, earliest first: up to OFFERED are spread over half days, a longer list leaves out none.

        A meeting at home or in the village needs `village`. Raises NoSuchItem.
        """
        scene = self._scene()
        wish = scene.wish(place, village, item)
        return await self._store.read(
            lambda session: agenda.offers(session, scene.now, wish, limit=limit, first_day=first_day)
        )

    async def cases_of(self, citizen: str, limit: int = 10) -> list[CaseSummary]:
        """The citizen's own cases, newest first."""
        page, _ = await self.list_cases(CaseFilter(citizen=citizen), limit=limit)
        return page

    async def list_cases(
        self, wanted: CaseFilter, *, limit: int = 50, after: str | None = None, actor: Actor | None = None
    ) -> tuple[list[CaseSummary], str | None]:
        """Cases, newest first, as far as `actor` may see them; the second part is the number to go on after."""
        return await self._store.read(
            lambda session: reading.list_cases(session, wanted, limit=limit, after=after, actor=actor)
        )

    async def case(self, number: str, actor: Actor | None = None) -> CaseView:
        """A case in full, with what `actor` may do now. Raises NoSuchCase."""

        async def work(session: AsyncSession) -> CaseView:
            return await reading.view_for_staff(session, await reading.load(session, number), actor)

        return await self._store.read(work)

    async def find_for_citizen(self, number: str, citizen: str, telephone_tail: str | None = None) -> CaseView:
        """A citizen's case: their own, or one whose telephone ends in those four digits or more. Raises NoSuchCase.

        Who only knows number and telephone sees how far it is, but none of the details.
        """

        async def work(session: AsyncSession) -> CaseView:
            case = await reading.load(session, number)
            if case.citizen_id == citizen:
                return await reading.view_for(session, case, (Role.CITIZEN,))
            if reading.proves(case, telephone_tail):
                return replace(await reading.view_for(session, case, ()), details={})
            raise NoSuchCase(number)

        return await self._store.read(work)

    async def move(
        self, number: str, move: str, actor: Actor, note: str | None = None, expected_version: int | None = None
    ) -> CaseView:
        """Moves a case on. Raises NoSuchCase, IllegalMove, NoteNeeded, StaleVersion."""

        async def work(session: AsyncSession) -> CaseView:
            case = await reading.load(session, number, to_change=True)
            if not reading.may_see(actor, case):
                raise NoSuchCase(number)
            await moving.make_move(
                session,
                self._scene(),
                case,
                move,
                ROLES_OF[actor.role],
                username=actor.username,
                note=note,
                expected_version=expected_version,
            )
            await session.flush()
            return await reading.view_for_staff(session, case, actor)

        return await self._store.write(work)

    async def cancel_by_citizen(self, number: str, citizen: str) -> CaseSummary:
        """Takes a citizen's own case back. Raises NoSuchCase, IllegalMove."""

        async def work(session: AsyncSession) -> CaseSummary:
            case = await reading.load_of_citizen(session, number, citizen, to_change=True)
            await moving.make_move(session, self._scene(), case, "cancel", (Role.CITIZEN,))
            await session.flush()
            return reading.summary_of(case)

        return await self._store.write(work)

    async def move_booking(self, number: str, citizen: str, new_start: datetime) -> Filed:
        """Moves a citizen's own booking. Raises NoSuchCase, IllegalMove; SlotTaken, and then the old time stands."""

        async def work(session: AsyncSession) -> Filed:
            case = await reading.load_of_citizen(session, number, citizen, to_change=True)
            agent_name = await moving.reschedule(session, self._scene(), case, new_start)
            await session.flush()
            return filing.filed(case, created=False, agent_name=agent_name)

        return await self._store.write(work)

    async def urge(self, number: str, citizen: str) -> Urged:
        """Hurries a citizen's own case, once a day. Raises NoSuchCase, IllegalMove when it is over."""

        async def work(session: AsyncSession) -> Urged:
            case = await reading.load_of_citizen(session, number, citizen, to_change=True)
            return moving.urge(self._scene(), case)

        return await self._store.write(work)

    async def agents(self) -> list[Agent]:
        """Everybody who takes bookings."""
        return await self._store.read(agenda.agents)

    async def staff_member(self, username: str) -> StaffMember | None:
        """An active member of staff."""
        return await self._store.read(lambda session: people.member(session, username))

    async def sign_in(self, username: str, password: str) -> StaffMember | None:
        """The member of staff, if the password is right."""
        return await self._store.read(lambda session: people.sign_in(session, username, password))
