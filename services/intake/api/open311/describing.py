"""Open311 in the OpenAPI document: it comes as a form, and goes out in two formats."""

from typing import Any

from services.intake.open311.parameters import LONGEST
from services.intake.open311.shown import Fault
from services.kit.serving.problems import DOCUMENTED

TEXT = {"schema": {"type": "string"}}
REQUIRED = ["api_key", "service_code"]
FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": REQUIRED,
                    "properties": {
                        name: {"type": "string", "maxLength": most}
                        for name, most in LONGEST.items()
                    },
                }
            }
        },
    }
}
FAULTS: dict[str, Any] = {"type": "array", "items": Fault.model_json_schema()}


def answers(model: Any, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What it answers, and how it refuses: before it is asked, as anybody."""
    refusals: dict[int | str, dict[str, Any]] = {
        code: {
            "description": told["description"],
            "content": {
                **told["content"],
                "application/json": {"schema": FAULTS},
                "text/xml": TEXT,
            },
        }
        for code, told in DOCUMENTED.items()
    }
    good = {"model": model, "description": "Done", "content": {"text/xml": TEXT}}
    return {status: good, **refusals}
