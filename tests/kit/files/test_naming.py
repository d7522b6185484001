import pytest

from services.kit.files.naming import disposition_of, ending_in, name_in
from services.kit.serving.problems import Refused


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*=UTF-8''%E7%85%A7%E7%89%87.jpg", "照片.jpg"),
        ('attachment; filename="a photo.jpg"', "a photo.jpg"),
        ("inline; filename=a.jpg", "a.jpg"),
        ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        ('attachment; filename="C:\\\\Users\\\\zhang\\\\a.pdf"', "a.pdf"),
        ('attachment; filename="a<b>:c?.pdf"', "a_b__c_.pdf"),
        ('attachment; filename=".bashrc"', "bashrc"),
    ],
)
def test_it_is_called_as_its_owner_calls_it_without_any_folder(header, name):
    assert name_in(header) == name


@pytest.mark.parametrize(
    "header",
    [
        "",
        "attachment",
        'attachment; filename=""',
        'attachment; filename="/"',
        'attachment; filename=".."',
        "attachment; filename*=UTF-8''a%0Ab.pdf",
        "attachment; filename*=UTF-8''a%E2%80%AEfdp.exe",
        'attachment; filename="\N{REPLACEMENT CHARACTER}.pdf"',
        f'attachment; filename="{"x" * 115}"',
    ],
)
def test_what_is_no_name_is_refused_by_field(header):
    with pytest.raises(Refused) as no:
        name_in(header)

    assert [error.pointer for error in no.value.errors] == ["/content-disposition"]


def test_its_ending_says_what_it_is():
    assert ending_in("a.JPG", (".jpg", ".jpeg")) == "a.JPG"
    assert ending_in("a.html", (".txt",)) == "a.html.txt"
    assert ending_in("a", (".pdf",)) == "a.pdf"


def test_it_is_saved_and_never_shown():
    said = disposition_of('照"片;\r\n.jpg')

    assert said == "attachment; filename*=UTF-8''%E7%85%A7%22%E7%89%87%3B%0D%0A.jpg"
