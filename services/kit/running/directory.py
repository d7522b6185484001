"""Which departments there are: topics and keys follow from their codes."""

from pathlib import Path

import yaml

from services.kit.running.city_data import from_yaml


def departments_of(city: Path) -> tuple[str, ...]:
    """Codes of the organisations in `city.yaml`.

    Raises `RuntimeError` that names the file and the entry.
    """
    path = city / "city.yaml"
    try:
        organisations = from_yaml(path.read_text())["organisations"]
        return tuple(organisation["code"] for organisation in organisations)
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise RuntimeError(
            f"{path}: a list `organisations` with a `code` each is needed ({error})"
        ) from error
