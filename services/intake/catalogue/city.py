"""The city itself, as `city.yaml` says it: its words, areas and offices."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Names = Mapping[str, str]
"""By language, `zh` and `en`."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    name_en: str | None = None

    @property
    def names(self) -> Names:
        return {"zh": self.name, "en": self.name_en or self.name}


class Authority(Entry):
    """`how`: to get there, said to the resident."""

    how: str
    how_en: str

    def called(self, language: str) -> str:
        if language == "en":
            return f"{self.name_en or self.name}: {self.how_en}"
        return f"{self.name}:{self.how}"


class WindowReason(Entry):
    """Why a matter is declined or handed over, and where it may go instead.

    `next`: what the resident can do then, in plain words.
    """

    next: str = ""
    next_en: str = ""
    authorities: tuple[str, ...] = ()
    """One of these is named; none: there is nowhere else to go."""


class Category(Entry):
    parent: str | None = None
    examples: tuple[str, ...] = ()
    """What people say when they mean it."""
    harm: str | None = None
    """The warning that a matter of this kind gives: somebody may be harmed."""


OrganisationKind = Literal[
    "bureau",
    "street",
    "community",
    "utility",
    "property_company",
    "society",
    "body",
]


class Organisation(Entry):
    kind: OrganisationKind
    parent: str | None = None


class DataRights(BaseModel):
    """What departments of these kinds are not given of a case."""

    kinds: frozenset[OrganisationKind]
    withheld: frozenset[
        Literal[
            "agent", "answers", "attachments", "reports", "phone", "email", "address"
        ]
    ]


class City(BaseModel):
    areas: dict[str, str]
    area_names_en: dict[str, str] = {}
    organisations: tuple[Organisation, ...]
    data_rights: tuple[DataRights, ...] = ()
    kinds: tuple[Entry, ...]
    request_types: tuple[Entry, ...]
    channels: tuple[Entry, ...]
    urgencies: tuple[Entry, ...]
    categories: tuple[Category, ...]
    dispute_types: tuple[Entry, ...] = ()
    mediation_end_reasons: tuple[Entry, ...] = ()
    reopen_reasons: tuple[Entry, ...] = Field(min_length=1)
    pause_reasons: tuple[Entry, ...] = ()
    parking_reasons: tuple[Entry, ...] = ()
    extension_reasons: tuple[Entry, ...] = ()
    waiver_reasons: tuple[Entry, ...] = ()
    outcomes: dict[str, dict[str, str]]
    authorities: tuple[Authority, ...] = ()
    decline_reasons: tuple[WindowReason, ...] = ()
    hand_over_reasons: tuple[WindowReason, ...] = ()
    correction_reasons: tuple[Entry, ...] = ()
    erasure_reasons: tuple[Entry, ...] = Field(min_length=1)
    archive_reasons: tuple[Entry, ...] = Field(min_length=1)
    help_line: dict[str, str]
