"""`tongban department`: they join, change, leave. 单位接入、更换、退出"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from services.kit.running.clock import utc_now
from tools.access.installation import Installation
from tools.onboarding import adding, removing, rotating, telling
from tools.onboarding.duties import duties_of
from tools.onboarding.entry import Entry
from tools.onboarding.ground import Ground
from tools.onboarding.refusals import other_code, unknown_department
from tools.onboarding.standing import behind, standings

LEARNS = "intake, notification, dispute, routing"
"""Routing last: it is the one that gives a new department its first task."""
FORGETS = "routing, dispute, notification, intake"
"""Routing first: from then on a department that has left is given nothing."""

ROTATED: Mapping[tuple[str, bool], tuple[Callable[[Ground, str], None], str]] = {
    ("credentials", False): (
        rotating.add_login,
        "There is a new login, and the old one works too. 新旧凭据均可用",
    ),
    ("credentials", True): (
        rotating.retire_login,
        "Only the newest login works now. 旧凭据已停用",
    ),
    ("key", False): (
        rotating.add_key,
        "There is a new key; contents are sealed for the old one. 仍用旧密钥加密",
    ),
    ("key", True): (
        rotating.put_key_in_force,
        "Contents are sealed for the new key from now on. 新密钥已启用",
    ),
}
"""By what is changed, and whether that is to be finished."""

app = typer.Typer(no_args_is_help=True, help=__doc__)
Code = Annotated[
    str, typer.Argument(help="As in city.yaml, for example housing. 单位代码")
]


class Kind(StrEnum):
    BUREAU = "bureau"
    STREET = "street"
    COMMUNITY = "community"
    UTILITY = "utility"
    PROPERTY_COMPANY = "property_company"
    SOCIETY = "society"
    BODY = "body"


@app.callback()
def departments() -> None:
    """Departments of the city. 本市各单位"""


@app.command("add")
def add(  # noqa: PLR0913
    code: Annotated[
        str, typer.Argument(help="a-z, 0-9 and -; it names its topics. 单位代码")
    ],
    *,
    name: Annotated[str, typer.Option(help="What people call it. 名称")],
    kind: Annotated[Kind, typer.Option(help="单位类型")],
    area: Annotated[
        str | None, typer.Option(help="Whom a street or community serves. 区域")
    ] = None,
    parent: Annotated[
        str | None, typer.Option(help="Under whom it works. 上级单位")
    ] = None,
    duty24: Annotated[
        bool, typer.Option("--duty24", help="Answers at night too. 昼夜值班")
    ] = False,
    email: Annotated[
        str | None, typer.Option(help="Where it is written to. 电子邮箱")
    ] = None,
    name_en: Annotated[str | None, typer.Option(help="In English. 英文名称")] = None,
) -> None:
    """Makes entry, topics, rights, login, keys; packs what to hand over. 新增单位

    Safe to repeat: completes what is missing and changes nothing else. 可重复执行
    """
    entry = Entry(code, name, kind.value, area, email, duty24, parent, name_en)
    ground = _ground()
    changed = adding.add(ground, entry)
    if not changed:
        typer.echo(f"everything of {code} was there already. {code} 已齐备,未作改动")
    _say(telling.handed_over(ground.of(code)))
    if changed:
        _say(telling.restarted("learn of it", LEARNS))


@app.command("list")
def listed() -> None:
    """Every department: its topics, logins, key, last reply. 各单位一览"""
    Console().print(telling.listed(standings(Installation()), utc_now()))


@app.command("show")
def shown(code: Code) -> None:
    """One department, with its logins, keys, tasks, readers and acts. 单位详情"""
    installation, ground = Installation(), _ground()
    found = [one for one in standings(installation) if one.code == code]
    if not found:
        raise unknown_department(code)
    table = telling.shown(found[0], duties_of(installation, code))
    telling.add_readers(table, behind(installation, code))
    telling.add_acts(table, ground.acts_of(code))
    Console().print(table)


@app.command("rotate")
def rotate(
    code: Code,
    credentials: Annotated[
        bool, typer.Option("--credentials", help="Its Kafka login. 登录凭据")
    ] = False,
    key: Annotated[
        bool, typer.Option("--key", help="Its sealing key pair. 加密密钥")
    ] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="The department uses the new one. 完成更换")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="End the login, seen or not. 强制停用")
    ] = False,
) -> None:
    """Changes a login or a key without loss, in two steps. 更换凭据或密钥

    First a new one is made beside the old and packed to hand over. When the department
    says that it uses it, ask again with --finish: the old login ends; contents are
    sealed for the new key. A login that is still seen does not end without --force.
    """
    if credentials == key:
        raise typer.BadParameter("either --credentials or --key")
    if force and not (credentials and finish):
        raise typer.BadParameter("--force goes with --credentials --finish")
    act, done = ROTATED["credentials" if credentials else "key", finish]
    if force:
        act = rotating.retire_login_unseen
    ground = _ground()
    act(ground, code)
    typer.echo(done)
    if not finish:
        what = "credentials" if credentials else "key"
        _say(telling.handed_over(ground.of(code)))
        _say(telling.then_finish(code, what))


@app.command("remove")
def remove(
    code: Code,
    reason: Annotated[str, typer.Option(help="Why; kept with your name. 原因")],
    delete_topics: Annotated[
        str | None,
        typer.Option(help="The code once more: also its topics, for good. 删除主题"),
    ] = None,
) -> None:
    """Ends a department that owes nothing and that nothing names. 单位退出

    Its topics stay, so that what it was told and said can be read, and nothing is lost
    that is on its way; --delete-topics, after the services were restarted, ends them.
    """
    if not reason.strip():
        raise typer.BadParameter("--reason must say why")
    if delete_topics not in (None, code):
        raise other_code(code)
    ground = _ground()
    left_now = removing.remove(ground, code, reason)
    already = "" if left_now else " since before, and owes nothing"
    typer.echo(f"{code} has no access any more{already}. {code} 已不能登录")
    if delete_topics:
        removing.forget_topics(ground, code)
        typer.echo(f"the topics of {code} are gone. {code} 的主题已删除")
    else:
        _say(telling.restarted("forget it", FORGETS))
        typer.echo("Then run this again: it says if anything came in the meantime.")


def _ground() -> Ground:
    return Ground(Installation(), lambda words: typer.echo(f"  … {words}"))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
