"""What a file is called and is: sealed with its case, opened for those who may read."""

from datetime import datetime

from pydantic import BaseModel

from contracts.sealed import AttachmentRef
from services.intake.domain.case import Case
from services.intake.domain.parts import Attachment
from services.kit.files.examining import Examined
from services.kit.sealing.vault import Vault


class AttachmentShown(BaseModel):
    """A file of a case. Without name, kind and digest: it was erased."""

    attachment_id: str
    added_at: datetime
    size: int
    erased: bool
    name: str | None = None
    media_type: str | None = None
    sha256: str | None = None


async def sealed_label(
    vault: Vault, case_id: str, attachment_id: str, file: Examined
) -> str:
    label = AttachmentRef(
        attachment_id=attachment_id,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
    )
    return await vault.seal(case_id, label)


async def label_of(
    vault: Vault, case_id: str, attachment: Attachment
) -> AttachmentRef | None:
    """None: it was erased."""
    return await vault.open(case_id, attachment.label, AttachmentRef)


async def labels_of(vault: Vault, case: Case) -> tuple[AttachmentRef, ...]:
    found = [await label_of(vault, case.case_id, each) for each in case.attached]
    return tuple(label for label in found if label)


def shown(attachment: Attachment, label: AttachmentRef | None) -> AttachmentShown:
    told = label.model_dump(include={"name", "media_type", "sha256"}) if label else {}
    return AttachmentShown(
        attachment_id=attachment.attachment_id,
        added_at=attachment.at,
        size=attachment.size,
        erased=label is None,
        **told,
    )
