"""With a partner's access its webhooks end, and nobody else's."""

from services.notification.hooks.operating import end_all
from tests.notification.hooks.made import URL
from tests.notification.hooks.test_partners import PARTNER, filed, hear


async def test_nothing_is_pushed_to_a_partner_whose_access_has_ended(hooks):
    ended = await hooks.endpoint("ended", owner=PARTNER)
    other = await hooks.endpoint("other", owner="partner/other-app")
    books = hooks.endpoints, hooks.repository.documents
    counts = [await end_all(*books, "photo-app", hooks.city.clock) for _ in range(2)]
    await hear(hooks, filed())

    assert counts == [1, 0]
    gone = await hooks.now(ended)
    assert (gone.state, gone.url, gone.secrets) == ("deleted", "", ())
    assert (await hooks.now(other)).url == URL
    assert hooks.addresses.got == []
