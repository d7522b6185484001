"""XML that nothing said in it can break out of."""

from xml.etree import ElementTree

from services.intake.open311.writing import as_xml

MARKS = "<b>&amp; ]]> \"'清河"


def test_everything_is_escaped():
    written = as_xml("errors", [{"code": 400, "description": MARKS}])

    assert b"<b>" not in written
    assert ElementTree.fromstring(written).findtext("error/description") == MARKS


def test_it_declares_its_encoding():
    declared = as_xml("errors", []).splitlines()[0]

    assert declared == b"<?xml version='1.0' encoding='utf-8'?>"


def test_what_is_not_told_is_an_empty_element():
    told = {"zipcode": None, "metadata": True, "formats": ["text/xml"]}
    [zipcode, metadata, formats] = ElementTree.fromstring(as_xml("request", told))

    assert (zipcode.text, metadata.text) == (None, "true")
    assert [each.text for each in formats.iter("format")] == ["text/xml"]
