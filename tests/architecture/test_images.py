"""An image has every package that its services import."""

from tests.architecture.source import HOUSE, ROOT, sources

DOCKERFILE = ROOT / "deploy/docker/Dockerfile"


def copied() -> set[str]:
    """Top folders of the repository that an image takes something from."""
    lines = (line.split() for line in DOCKERFILE.read_text().splitlines())
    taken = [words[1] for words in lines if words[:1] == ["COPY"]]
    return {path.split("/")[0] for path in taken if not path.startswith("--")}


def test_what_is_copied_is_let_through_to_the_builder():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_through = {line[1:] for line in lines if line.startswith("!")}

    assert copied() <= let_through


def test_what_services_import_is_copied():
    imported = {
        name.split(".")[0]
        for source in sources("contracts", "sealing", "services")
        for _, name in source.imports()
    }

    assert imported & set(HOUSE) <= copied()
