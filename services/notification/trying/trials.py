"""A test letter to an operator's own address: never to a resident, never many."""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from contracts.sealed import Person
from services.kit.errors import Rejected, Unreadable
from services.kit.running.clock import Clock
from services.kit.sealing.readers import Opener
from services.notification.channels.channel import (
    Accepted,
    Broken,
    Letter,
    NotNow,
    Refused,
)
from services.notification.domain.states import EMAIL
from services.notification.recipients import addresses_of
from services.notification.texts.directory import Directory
from services.notification.trying.previews import Preview

AT_MOST, WITHIN = 10, timedelta(hours=1)
MARK = {"zh": "【测试】", "en": "[TEST] "}
NOTE = {
    "zh": "这是一封测试信。里面的人和事都是假的,不用处理。",
    "en": "This is a test. Its people are invented; nobody has to do anything.",
}

Post = Callable[[Letter, str], Awaitable[Accepted]]


class Allowance:
    """So many tests of one operator in an hour, in this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sent: dict[str, deque[datetime]] = defaultdict(deque)

    def take(self, subject: str) -> None:
        now, sent = self._clock(), self._sent[subject]
        while sent and sent[0] <= now - WITHIN:
            sent.popleft()
        if len(sent) >= AT_MOST:
            en = f"at most {AT_MOST} tests an hour: wait, or use the preview"
            zh = f"每小时最多测试 {AT_MOST} 次,请稍后再试,或者用预览"
            raise Rejected("too-many-tests", en, zh, status=429)
        sent.append(now)


class Trials:
    """`sender`: the city's own address; in its house, all addresses are offices'."""

    def __init__(
        self, opener: Opener, post: Post, city: Directory, sender: str, clock: Clock
    ) -> None:
        self._opener = opener
        self._post = post
        self._allowance = Allowance(clock)
        offices = [*city.organisations.values(), *city.desks.values()]
        self._offices = {office.email.lower() for office in offices if office.email}
        self._house = _house(sender)

    async def send(
        self, contact: str, preview: Preview, subject: str, test_id: str
    ) -> str:
        """To whom it went. `contact` is a `Person` sealed for notification."""
        to = self._own_address(contact)
        self._allowance.take(subject)
        mark, note = MARK[preview.language], NOTE[preview.language]
        body = f"{note}\n\n{preview.body}"
        letter = Letter(to, mark + preview.subject, body, language=preview.language)
        try:
            await self._post(letter, test_id)
        except (NotNow, Refused, Broken) as error:
            en = "the mail server did not take it; try again later"
            zh = "邮件服务器没有接收,请稍后再试"
            raise Rejected("not-sent", en, zh, status=502) from error
        return to

    def _own_address(self, contact: str) -> str:
        """The city's own, or one that an office elsewhere is written to.

        A neighbour of such an office may be a resident: many share a mail provider.
        """
        person = self._opened(contact)
        to = addresses_of(person.email).get(EMAIL)
        if to is None or not (self._house == _house(to) or to.lower() in self._offices):
            en = "contact: seal an e-mail address of your own office in it"
            zh = "contact 中请填写本单位的工作邮箱"
            raise Rejected("not-an-office", en, zh, status=422)
        return to

    def _opened(self, contact: str) -> Person:
        try:
            return self._opener.open(contact, Person)
        except Unreadable:
            en = "contact: seal a `Person` with the public key of notification"
            zh = "contact 应为用 notification 公钥加密的 Person"
            raise Rejected("unreadable-contact", en, zh, status=422) from None


def _house(address: str) -> str:
    return address.rpartition("@")[2].lower()
