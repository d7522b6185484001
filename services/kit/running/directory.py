"""Which departments there are: topics and keys follow from their codes."""

from pathlib import Path

import yaml


def departments_of(city: Path) -> tuple[str, ...]:
    """Codes of the organisations in `city.yaml`.

    Raises `RuntimeError` that names the file and the entry.
    """
    path = city / "city.yaml"
    try:
        organisations = yaml.safe_load(path.read_text())["organisations"]
        return tuple(organisation["code"] for organisation in organisations)
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise RuntimeError(
            f"{path}: a list `organisations` with a `code` each is needed ({error})"
        ) from error
