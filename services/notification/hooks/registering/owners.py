"""Whose a webhook is: a department's or a partner's, and what each may be pushed."""

from contracts.topics import FEED
from services.kit.errors import Rejected
from services.kit.serving.principal import Principal
from services.notification.domain.hooks.partners import REQUEST_UPDATED, partner_owner

OF_DEPARTMENTS = frozenset(fact.TYPE for topic in FEED for fact in topic.carries)
OF_PARTNERS = frozenset({REQUEST_UPDATED})


def owner_of(caller: Principal) -> str:
    """Raises 403 for a token that does not say for whom it is."""
    if caller.has("partner"):
        if caller.partner is None:
            en = "your token names no partner: ask for one that does"
            zh = "登录令牌未注明合作平台,请更换"
            raise Rejected("partner-required", en, zh, status=403)
        return partner_owner(caller.partner)
    if caller.department is None:
        en = "your token names no department: ask for one that does"
        zh = "登录令牌未注明部门,请更换"
        raise Rejected("department-required", en, zh, status=403)
    return caller.department


def pushed_to(owner: str) -> frozenset[str]:
    """Types; a partner is told how far its requests are, and nothing else."""
    return OF_PARTNERS if owner.startswith(partner_owner("")) else OF_DEPARTMENTS
