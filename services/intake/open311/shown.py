"""What GeoReport v2 shows: the names are the specification's."""

from datetime import datetime

from pydantic import BaseModel, Field

from services.intake.open311.seams import Status

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-28T00:00:00+08:00"
"""When this interface changed last."""
FORMATS = ["text/xml", "application/json"]


class Endpoint(BaseModel):
    specification: str = SPECIFICATION
    url: str
    changeset: str = CHANGESET
    type: str = "production"
    formats: list[str] = FORMATS


class Discovery(BaseModel):
    changeset: str = CHANGESET
    contact: str
    key_service: str
    endpoints: list[Endpoint]


class Service(BaseModel):
    service_code: str
    service_name: str
    description: str
    metadata: bool = True
    """Every service has attributes."""
    type: str = "realtime"
    keywords: str
    group: str


class Value(BaseModel):
    key: str
    name: str


class Attribute(BaseModel):
    variable: bool = True
    code: str
    datatype: str = "singlevaluelist"
    required: bool = False
    datatype_description: str
    order: int
    description: str
    values: list[Value]


class Definition(BaseModel):
    service_code: str
    attributes: list[Attribute]


class Receipt(BaseModel):
    service_request_id: str
    service_notice: str
    account_id: str | None = None


class Token(BaseModel):
    service_request_id: str
    token: str


class RequestRow(BaseModel):
    """What is None is never told: the rest of what somebody wrote, and where it is.

    Of a report, of a confidential case and of one that somebody must look at, only its
    number and status are told.
    """

    service_request_id: str
    status: Status
    status_notes: str | None = None
    service_name: str | None = None
    service_code: str | None = None
    description: None = None
    agency_responsible: str | None = None
    service_notice: None = None
    requested_datetime: datetime | None = None
    updated_datetime: datetime | None = None
    expected_datetime: datetime | None = None
    address: str | None = Field(default=None, description="the area's name")
    address_id: str | None = Field(default=None, description="the area's code")
    zipcode: None = None
    lat: None = None
    long: None = None
    media_url: None = None


class Fault(BaseModel):
    code: int
    description: str
