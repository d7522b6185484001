"""What a department may write as its address; where it leads is seen at each push."""

from urllib.parse import SplitResult, urlsplit

from services.kit.serving.problems import FieldError, Refused
from services.notification.domain.hooks.addresses import may_reach
from services.notification.domain.hooks.schedule import HookRules

DEFAULT_PORTS = {"https": 443, "http": 80}
NO_URL = (
    "no-url",
    "must be like https://hooks.example.org/tongban: ASCII, no user name, no fragment",
    "应为 https://hooks.example.org/tongban 这样的地址:ASCII,不含用户名和片段",
)
PLAIN = (
    "https-required",
    "must be https: this city allows plain http only inside its own networks",
    "应使用 https,仅市内可信网络可用 http",
)
PORT = (
    "port-not-allowed",
    "the port is none of those that this city allows",
    "端口不在本市允许的范围内",
)
PLACE = (
    "address-not-allowed",
    "leads to an address that is not on the Internet and that this city does not trust",
    "指向非公网且未列入本市可信范围的地址",
)


def demand_url(url: str, rules: HookRules) -> None:
    """Raises a 422 problem for what would be refused at every push."""
    parts = _split(url)
    if not rules.trusted:
        if parts.scheme != "https":
            raise _refused(PLAIN)
        if _port(parts) not in rules.ports:
            raise _refused(PORT)
    try:
        reachable = may_reach(parts.hostname or "", rules.trusted)
    except ValueError:
        return
    if not reachable:
        raise _refused(PLACE)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and _port(parts) > 0
    except ValueError:
        raise _refused(NO_URL) from None
    is_visible = all("!" <= letter <= "~" for letter in url) and "\\" not in url
    known = parts.scheme in DEFAULT_PORTS
    if not (is_whole and is_visible and known) or "@" in parts.netloc or "#" in url:
        raise _refused(NO_URL)
    return parts


def _port(parts: SplitResult) -> int:
    known = DEFAULT_PORTS.get(parts.scheme, 0)
    return known if parts.port is None else parts.port


def _refused(said: tuple[str, str, str]) -> Refused:
    code, en, zh = said
    wrong = FieldError("/url", code, en, zh)
    return Refused("invalid", f"url: {en}", f"地址:{zh}", 422, errors=(wrong,))
