"""What the compose file must hold so that a service may run more than once."""

from pathlib import Path

import pytest

from services.kit.running.city_data import from_yaml
from services.kit.running.settings import ServiceSettings
from tools.access.installation import SERVICES

COMPOSE = from_yaml(Path("docker-compose.yml").read_text())


@pytest.mark.parametrize("service", SERVICES)
def test_replicas_do_not_share_one_membership(service):
    """Two static members of one name would fence each other."""
    member = COMPOSE["services"][service]["environment"]["TONGBAN_MEMBER"]

    assert ServiceSettings(service=service, member=member).member_id is None
