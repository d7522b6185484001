"""Who stands at the window, and the window itself."""

from typing import Annotated

from fastapi import Depends, Request

from services.intake.window import Window
from services.kit.serving.principal import Principal, needs


def _window(request: Request) -> Window:
    window: Window = request.app.state.window
    return window


TheWindow = Annotated[Window, Depends(_window)]
Reader = Annotated[
    Principal,
    Depends(needs("clerk", "resident", "department", "supervisor", "dispatcher")),
]
Registrar = Annotated[Principal, Depends(needs("clerk", "resident"))]
Operator = Annotated[Principal, Depends(needs("operator"))]
