"""Every no that Open311 says: one plain sentence in each language, nothing repeated."""

from datetime import timedelta

from services.kit.serving.problems import FieldError, Refused


def wrong(parameter: str, en: str, zh: str) -> FieldError:
    """`parameter` as the specification calls it."""
    return FieldError(parameter, "invalid", en, zh)


def invalid(*errors: FieldError) -> Refused:
    en, zh = "some parameters need correcting", "有参数需要更正"
    return Refused("invalid", en, zh, 400, errors=errors)


def unreadable_form() -> Refused:
    return Refused(
        "malformed",
        "send the parameters as application/x-www-form-urlencoded, in UTF-8",
        "请以 application/x-www-form-urlencoded(UTF-8 编码)提交参数",
        400,
    )


def no_key() -> Refused:
    return Refused(
        "api-key-required",
        "api_key is missing: discovery tells who gives you one",
        "缺少 api_key:在 discovery 中查看如何申请",
        403,
    )


def unknown_key() -> Refused:
    return Refused(
        "api-key-unknown",
        "this api_key is not one of ours: check that it is whole",
        "api_key 无效,请检查是否完整",
        403,
    )


def revoked_key() -> Refused:
    return Refused(
        "api-key-revoked",
        "this api_key was revoked: ask the city for a new one",
        "api_key 已停用,请向本市重新申请",
        403,
    )


def too_many_requests(left: timedelta) -> Refused:
    seconds = max(1, round(left.total_seconds()))
    return Refused(
        "too-many-requests",
        "too many requests with this api_key: go on after the time in Retry-After",
        "该 api_key 请求过多,请在 Retry-After 所示时间后再试",
        429,
        headers={"Retry-After": str(seconds)},
    )


def unknown_jurisdiction(only: str) -> Refused:
    return Refused(
        "unknown-jurisdiction",
        f"jurisdiction_id: there is one city here; leave it out, or send {only}",
        f"jurisdiction_id:这里只有一个城市,可不填或填 {only}",
        404,
    )


def unknown_service() -> Refused:
    return Refused(
        "unknown-service",
        "service_code: the city has no such service; GET services lists them",
        "service_code:本市没有该服务,请查看 services 列表",
        404,
    )


def unknown_request() -> Refused:
    """Also for what somebody else has filed: who may not know is told nothing."""
    return Refused(
        "not-known",
        "service_request_id: none of your requests has this number",
        "service_request_id:您提交的诉求中没有该编号",
        404,
    )


def unknown_token() -> Refused:
    return Refused(
        "not-known",
        "token: none of your requests has this token",
        "token:您提交的诉求中没有该编号",
        404,
    )


def nothing_here() -> Refused:
    return Refused(
        "not-found",
        "there is nothing at this address: see docs/open311.md;"
        " each ends in .json or .xml",
        "没有这个地址,请查看 docs/open311.md;地址以 .json 或 .xml 结尾",
        404,
    )
