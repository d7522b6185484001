"""What the parts of a form are called."""

from collections.abc import Mapping

from services.intake.telling.language import Said

FIELDS: Mapping[str, Said] = {
    "title": ("标题", "title"),
    "text": ("内容", "what it is about"),
    "applicant": ("申请人", "applicant"),
    "agent": ("代办人", "agent"),
    "name": ("姓名", "name"),
    "phone": ("电话", "phone"),
    "email": ("电子邮箱", "e-mail"),
    "id_number": ("证件号码", "identity number"),
    "address": ("地址", "address"),
    "answers": ("表格", "form"),
    "attachments": ("附件", "attachment"),
    "materials": ("材料", "papers"),
}
