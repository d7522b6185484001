"""The same answer as XML: GeoReport's names, everything escaped, in UTF-8."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, tostring

ROWS = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "service_requests": "request",
    "services": "service",
    "values": "value",
}
"""By the name of a list: that of each of its entries."""


def as_xml(root: str, told: Any) -> bytes:
    """With the declaration that the specification asks for."""
    whole = _element(root, told)
    written: bytes = tostring(whole, encoding="utf-8", xml_declaration=True)
    return written


def _element(name: str, told: Any) -> Element:
    element = Element(name)
    match told:
        case Mapping():
            element.extend(_element(key, value) for key, value in told.items())
        case list():
            element.extend(_element(ROWS[name], value) for value in told)
        case bool():
            element.text = "true" if told else "false"
        case None:
            element.text = None
        case _:
            element.text = str(told)
    return element
