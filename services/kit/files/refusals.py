"""Every no about a file: what is wrong with it, and what would be right."""

from services.kit.serving.problems import FieldError, Refused
from services.kit.serving.text import control_characters

TAKEN = "PDF, JPEG, PNG, WebP, MP3, M4A, WAV, OGG, MP4, TXT, DOCX, XLSX, PPTX, OFD"


def unknown_kind() -> Refused:
    return Refused(
        "attachment-kind",
        f"what is in this file is none of {TAKEN}: save it as one of these",
        f"文件内容不属于可接收的类型({TAKEN}),请另存为其中一种",
        415,
    )


def heic() -> Refused:
    return Refused(
        "attachment-kind",
        "HEIC photographs are not taken: share it as JPEG, or set the camera to"
        " `Most Compatible`",
        "暂不接收 HEIC 照片,请导出为 JPEG,或在相机设置中选择“兼容性最佳”",
        415,
    )


def damaged() -> Refused:
    return Refused(
        "attachment-damaged",
        "the file is cut off or damaged: open it, save it again and send that",
        "文件不完整或已损坏,请打开确认、重新保存后再传",
        422,
    )


def empty() -> Refused:
    return Refused("attachment-empty", "the file is empty", "文件是空的", 422)


def too_many_pixels(most: int) -> Refused:
    millions = most // 1_000_000
    return Refused(
        "picture-too-large",
        f"a picture has at most {millions} million pixels: make it smaller",
        f"图片最多 {millions} 百万像素,请缩小后再传",
        422,
    )


def moving_picture() -> Refused:
    return Refused(
        "moving-picture",
        "pictures that move are not taken: send an MP4",
        "不接收动图,请改传 MP4 视频",
        422,
    )


def archive() -> Refused:
    return Refused(
        "attachment-archive",
        "archives are not taken, nor documents with one inside: send the files one"
        " by one, or as PDF",
        "不接收压缩包或内嵌压缩文件的文档,请逐个上传,或另存为 PDF",
        415,
    )


def unpacks_too_large() -> Refused:
    return Refused(
        "attachment-unpacks-too-large",
        "the document unpacks to far more than it should: save it as PDF",
        "文档解压后过大,请另存为 PDF 再传",
        422,
    )


def encrypted() -> Refused:
    return Refused(
        "attachment-encrypted",
        "the document is locked with a password: save it without one",
        "文档设有密码,请取消密码后再传",
        422,
    )


def program_inside() -> Refused:
    return Refused(
        "attachment-with-program",
        "the document holds macros or a program: save it without, or as PDF",
        "文档含有宏或程序,请去除后另存,或另存为 PDF",
        422,
    )


def unnamed() -> Refused:
    return _of_name(
        "missing",
        "name the file: `Content-Disposition: attachment; filename*=UTF-8''...`",
        "请在 Content-Disposition 中给出文件名(filename*=UTF-8''…)",
    )


def name_too_long(most: int) -> Refused:
    return _of_name(
        "too_long", f"a file name has at most {most} characters", f"文件名最多{most}字"
    )


def name_unclean() -> Refused:
    error = control_characters(NAME)
    return _of_name(error.code, error.en, error.zh)


def cut_off() -> Refused:
    return Refused(
        "attachment-cut-off",
        "the file did not arrive as a whole: send it again with the same"
        " `Idempotency-Key`",
        "文件没有传完,请用同一 Idempotency-Key 重新上传",
        408,
        headers={"Connection": "close"},
    )


def busy() -> Refused:
    return Refused(
        "attachments-busy",
        "many files are arriving at this moment: send it again in a little while",
        "当前上传较多,请稍后再试",
        503,
        headers={"Retry-After": "10", "Connection": "close"},
    )


def erased() -> Refused:
    return Refused(
        "content-erased",
        "the content of this case has been erased",
        "该办件的内容已按规定清除",
        410,
    )


NAME = "/content-disposition"


def _of_name(code: str, en: str, zh: str) -> Refused:
    error = FieldError(NAME, code, en, zh, "header")
    return Refused("invalid", en, zh, 422, errors=(error,))
