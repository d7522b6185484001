"""Tests a department's program with no Kafka and no city.

The same suite runs over this and over the real thing, so that it does not lie.
"""

from tongban_department.harness.city import City, Quick
from tongban_department.harness.harness import Harness

__all__ = ["City", "Harness", "Quick"]
