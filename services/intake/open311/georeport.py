"""What partners may do: hand a matter over, and see how far their own ones are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from contracts.codes import derived_id
from services.intake.domain.case import Case
from services.intake.open311 import refusals
from services.intake.open311.filing import Filing
from services.intake.open311.keys import body_digest, key_digest
from services.intake.open311.offered import Offer
from services.intake.open311.parameters import Parameters
from services.intake.open311.places import Places
from services.intake.open311.seams import Asked, Filed, Partner, Partners, Repeats
from services.intake.open311.shown import Receipt, RequestRow, Token
from services.intake.open311.telling import notice, row
from services.intake.receiving.checks import demand_correct
from services.intake.window import Window
from services.kit.running.telemetry import about_case
from services.kit.sealing.digests import Digests
from services.kit.serving.idempotency import Submission
from services.kit.serving.principal import Principal

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class GeoReport:
    window: Window
    digests: Digests
    offer: Offer
    places: Places
    partners: Partners
    repeats: Repeats
    filed: Filed

    async def known(self, api_key: str | None) -> Partner:
        """Raises 403 for no key, an unknown and a revoked one; 429 above the limit."""
        if not api_key:
            raise refusals.no_key()
        partner = await self.partners.with_key(key_digest(self.digests, api_key))
        if partner is None:
            raise refusals.unknown_key()
        if partner.revoked_at:
            raise refusals.revoked_key()
        await self._count(partner)
        return partner

    async def submission(self, partner: Partner, body: bytes) -> Submission:
        """Of a request that came without a key of its own to tell repeats by."""
        now = self.window.clock()
        name = body_digest(self.digests, partner.code, body)
        fresh = derived_id(partner.subject, derived_id(name, now.isoformat()))
        id = await self.repeats.first(name, fresh, now)
        return Submission(id, self.digests.of("body", body))

    async def receive(
        self,
        partner: Partner,
        sent: Parameters,
        submission: Submission,
        language: str,
    ) -> Receipt:
        """Through the same desk as everybody's."""
        form = Filing(self.offer, self.places).form(sent, language)
        catalogue, today = self.window.catalogue, self.window.today
        demand_correct(form, catalogue, principal_of(partner), today)
        owner = self._owner(partner)
        receipt = await self.window.desk.receive(form, submission, owner, partner.code)
        about_case(receipt.case_id)
        return Receipt(
            service_request_id=receipt.case_no,
            service_notice=notice(receipt, self.window.catalogue, language),
        )

    async def page(
        self, partner: Partner, asked: Asked, skip: int, limit: int
    ) -> Sequence[Case]:
        return await self.filed.page(self._owner(partner), asked, skip, limit)

    async def numbered(
        self, partner: Partner, numbers: Sequence[str]
    ) -> Sequence[Case]:
        return await self.filed.numbered(self._owner(partner), numbers)

    async def token(self, partner: Partner, token: str) -> Token:
        """A case's id is its token. Raises 404."""
        case = await self.filed.with_id(self._owner(partner), token)
        if case is None:
            raise refusals.unknown_token()
        return Token(service_request_id=case.case_no, token=token)

    def row(self, case: Case, language: str) -> RequestRow:
        return row(case, self.window.catalogue, self.offer, language)

    def _owner(self, partner: Partner) -> str:
        return self.window.contents.owner(partner.subject)

    async def _count(self, partner: Partner) -> None:
        now = self.window.clock()
        minute = now.replace(second=0, microsecond=0)
        name = self.window.contents.attempt("partner", partner.code)
        most = self.window.settings.partner_requests_per_minute
        if not await self.window.attempts.take({name: most}, minute):
            raise refusals.too_many_requests(minute + MINUTE - now)


def principal_of(partner: Partner) -> Principal:
    """Somebody of no role: registers like a resident, and sees nothing else."""
    return Principal(subject=partner.subject)
