"""Why a department cannot join, change or leave as asked, and what would help."""

from collections.abc import Iterable, Sequence

from services.kit.errors import Rejected
from tools.onboarding.seen import Reader

TOLD = 6


def bad_code(code: str) -> Rejected:
    return Rejected(
        "bad-code",
        f"{code!r} is no code: take 2 to 63 of a-z, 0-9 and -, for example museum",
        f"“{code}”不能作代码:请用 2 至 63 个小写字母、数字或连字符,例如 museum",
    )


def reserved_code(code: str) -> Rejected:
    return Rejected(
        "reserved-code",
        f"{code} is the platform's own name: take another code",
        f"{code} 是平台自用的名称,请换一个代码",
    )


def bad_name(code: str) -> Rejected:
    return Rejected(
        "bad-name",
        f"{code} needs a --name of one line that people can read",
        f"{code} 须有名称(--name),且只占一行",
    )


def bad_email(code: str, email: str) -> Rejected:
    return Rejected(
        "bad-email",
        f"{email!r} is no address to write to {code} at: take one like "
        f"{code}@city.example",
        f"“{email}”不是 {code} 的有效邮箱,例如 {code}@city.example",
    )


def nested_code(code: str, other: str) -> Rejected:
    return Rejected(
        "nested-code",
        f"{code} and {other}: one begins with the other, and would open its consumer "
        "groups; take a code that does not",
        f"{code} 与 {other} 互为开头,会读到对方的消费组,请换一个代码",
    )


def known_otherwise(code: str, differences: str) -> Rejected:
    return Rejected(
        "known-otherwise",
        f"there is a {code}, with another {differences}: change that in city.yaml, or "
        "take another code",
        f"已有 {code},但 {differences} 不同:请在 city.yaml 中修改,或换一个代码",
    )


def unknown_area(area: str, known: Iterable[str]) -> Rejected:
    some = ", ".join(known)
    return Rejected(
        "unknown-area",
        f"the city has no area {area}: take one of {some}, or add it to `areas` in "
        "city.yaml first",
        f"本市没有区域 {area}:请从 {some} 中选,或先在 city.yaml 的 areas 中添加",
    )


def unknown_parent(parent: str) -> Rejected:
    return Rejected(
        "unknown-parent",
        f"there is no {parent} to be the parent: add it first, or name another "
        "(./tongban department list)",
        f"没有上级单位 {parent}:请先添加它,或另指定(./tongban department list)",
    )


def no_street(area: str | None) -> Rejected:
    return Rejected(
        "no-street",
        f"a community needs an --area in which a street has its office, not {area}: "
        "add the street's office first, or name another area",
        f"社区须写明区域,且该区域有街道办事处({area} 没有):请先添加街道,或另选区域",
    )


def serves_nobody(code: str) -> Rejected:
    return Rejected(
        "serves-nobody",
        f"{code} is a street's office: say with --area which street it serves",
        f"{code} 是街道办事处,须用 --area 写明所辖街道",
    )


def unknown_department(code: str) -> Rejected:
    return Rejected(
        "unknown-department",
        f"there is no department {code}: ./tongban department list tells which",
        f"没有单位 {code}:可用 ./tongban department list 查看",
    )


def played_by(code: str, service: str) -> Rejected:
    return Rejected(
        "played-by-a-service",
        f"{code} is played by the service {service}, whose secrets it uses: "
        "docs/operator-guide.md, Secrets and backups",
        f"{code} 由服务 {service} 承担,使用该服务的密钥,见 docs/operator-guide.md",
    )


def nothing_to_finish(code: str, what: str) -> Rejected:
    return Rejected(
        "nothing-to-finish",
        f"{code} has only one of its {what}: begin with "
        f"./tongban department rotate {code} --{what}",
        f"{code} 没有正在更换的 {what}:请先执行"
        f" ./tongban department rotate {code} --{what}",
    )


def old_login_in_use(code: str, newest: str, reader: Reader) -> Rejected:
    old, where = reader.login, f"{reader.group}, {reader.host}"
    return Rejected(
        "old-login-in-use",
        f"{code} still reads with {old} ({where}), and would be turned away: ask again "
        f"when it reads with {newest}; one that has stopped is forgotten within a "
        "minute. --force ends it all the same",
        f"{code} 仍在用旧凭据 {old} 读取({where}):请等其改用 {newest} 后再试;"
        "已停的程序一分钟内会消失。确要停用请加 --force",
    )


def new_login_not_seen(code: str, newest: str, old: str) -> Rejected:
    return Rejected(
        "new-login-not-seen",
        f"nobody reads as {newest} now, and Kafka tells no more of who uses which "
        f"login: whoever uses {old} would be turned away. If {code} has said that all "
        "its programs use the new one, add --force",
        f"目前没有程序以 {newest} 读取,Kafka 无法说明谁在用哪个凭据:"
        f"仍用 {old} 的会被立即断开。如 {code} 已确认全部程序改用新凭据,请加 --force",
    )


def at_work(code: str, tasks: int, cases: Iterable[str]) -> Rejected:
    some = ", ".join(cases)
    return Rejected(
        "at-work",
        f"{code} has {tasks} open or undecided tasks (cases {some}): wait for them, or "
        "transfer them at routing, POST /v1/tasks/{task_id}/transfer as dispatcher "
        f"(GET /v1/tasks?department={code} lists them)",
        f"{code} 还有 {tasks} 件未办结或待决定的任务(办件 {some}):请等其办结,或由调度员"
        f"转办(GET /v1/tasks?department={code} 可查)",
    )


def still_named(code: str, places: Sequence[str]) -> Rejected:
    more = f" … ({len(places)})" if len(places) > TOLD else ""
    some = "; ".join(places[:TOLD]) + more
    return Rejected(
        "still-named",
        f"{code} is still named: {some}. Name another there first",
        f"{code} 仍被引用:{some}。请先改为其他单位",
    )


def breaks_the_city(code: str, words: str) -> Rejected:
    return Rejected(
        "breaks-the-city",
        f"without {code} the city's data is not in order: {words}",
        f"去掉 {code} 后本市配置有误:{words}",
    )


def other_code(code: str) -> Rejected:
    return Rejected(
        "other-code",
        f"topics are deleted for good: type their code again, --delete-topics {code}",
        f"删除主题不可恢复:请再写一遍代码,--delete-topics {code}",
    )
