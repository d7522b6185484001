"""Recordings, for those who speak rather than write: heard to be what they seem."""

from services.kit.files import refusals

HEADER = 10
"""Of an ID3 tag, and as long a footer."""
KBITS = {
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
HERTZ = {
    3: (44100, 48000, 32000),
    2: (22050, 24000, 16000),
    0: (11025, 12000, 8000),
}


def mp3(content: bytes) -> bytes:
    """Two frames of MPEG layer III, one right behind the other."""
    start = _behind_tag(content)
    length = _frame(content[start : start + 4])
    if not length or not _frame(content[start + length : start + length + 4]):
        raise refusals.unknown_kind()
    return content


def wav(content: bytes) -> bytes:
    told = int.from_bytes(content[4:8], "little")
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE" or told + 8 > len(content):
        raise refusals.damaged()
    return content


def ogg(content: bytes) -> bytes:
    """Its first page says which voice codec; a page of Ogg begins with `OggS`."""
    codec = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
    if content[:4] != b"OggS" or not any(each in content[:128] for each in codec):
        raise refusals.unknown_kind()
    return content


def _behind_tag(content: bytes) -> int:
    """Past one ID3v2 tag and the zeros that may follow it."""
    start = 0
    if content[:3] == b"ID3":
        sizes = content[6:HEADER]
        size = sum(byte << 7 * place for place, byte in enumerate(reversed(sizes)))
        footer = HEADER if content[5] & 0x10 else 0
        start = HEADER + size + footer
    return len(content) - len(content[start:].lstrip(b"\0"))


def _frame(header: bytes) -> int:
    """Its length; 0: this is the head of no frame."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate = header[1] >> 3 & 3, header[2] >> 4
    hertz = header[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or hertz == 3:
        return 0
    kbits = KBITS[3 if version == 3 else 2][rate - 1]
    samples = 144_000 if version == 3 else 72_000
    return samples * kbits // HERTZ[version][hertz] + (header[2] >> 1 & 1)
