"""Tokens for a local platform: its own signing key is in its secrets."""

from datetime import timedelta
from typing import Annotated

import typer
from pydantic import ValidationError

from services.kit.serving.principal import ROLES, Principal
from services.kit.serving.tokens import issue
from tools.access.installation import Installation


def token(  # noqa: PLR0913
    *,
    role: Annotated[list[str], typer.Option(help="One or more of the roles")],
    subject: Annotated[str, typer.Option(help="Who it is for")] = "developer",
    department: Annotated[str | None, typer.Option(help="A department's code")] = None,
    area: Annotated[
        str, typer.Option(help="Area code; what is below is seen")
    ] = "9901",
    partner: Annotated[str | None, typer.Option(help="A partner's code")] = None,
    hours: Annotated[int, typer.Option(min=1, max=24)] = 8,
) -> None:
    """Prints a bearer token for local development."""
    if not set(role) <= set(ROLES):
        raise typer.BadParameter(f"roles are {', '.join(ROLES)}")
    if {"department", "department_admin"} & set(role) and not department:
        raise typer.BadParameter("a department's role needs --department CODE")
    if "partner" in role and not partner:
        raise typer.BadParameter("a partner's role needs --partner CODE")
    claims = {
        "subject": subject,
        "roles": role,
        "department": department,
        "partner": partner,
        "area": "" if partner else area,
    }
    try:
        principal = Principal.model_validate(claims)
    except ValidationError as error:
        fields = ", ".join(f"--{problem['loc'][0]}" for problem in error.errors())
        raise typer.BadParameter(f"{fields}: not a code of the city") from None
    key = Installation().tokens_key
    typer.echo(issue(key, principal, timedelta(hours=hours)))
