"""Paths to where chance hardly leads: each step is an action and what it picks."""

Path = tuple[tuple[str, int], ...]

INVITING: Path = (("take_task", 0), ("take_content", 1))
SELECTING: Path = (*INVITING, ("accept", 0), ("accept", 1))
CHOSEN: Path = (("prefer", 1), ("prefer", 10), ("confirm", 0))
MEDIATING: Path = (*SELECTING, *CHOSEN)
NAMED: Path = (
    ("take_task", 0),
    *(("name_party", 0),) * 2,
    ("accept", 0),
    ("accept", 1),
)
"""The content has not come: the mediator names both."""
ALL_BUT_ONE: Path = (*INVITING, ("name_party", 0), ("accept", 0), ("accept", 1))
STANDS: Path = (("represent", 6),)
"""The first of three for the last."""
GROUP: Path = (*MEDIATING, ("name_party", 0), *STANDS)

SEALED: Path = (
    ("offer", 0),
    *(("sign", place) for place in range(3)),
    ("seal", 0),
    ("erase_words", 0),
    *(("remind", 0),) * 2,
    *(("breach", 0), ("perform", 0)),
    *(("apply", 0), ("apply", 1), ("decide", 0)),
)
"""Of a draft: all sign, and everything follows."""
COURT: Path = (
    ("erase_words", 0),
    *(("remind", 0),) * 2,
    *(("rest_lapses", 0), ("remind_of_court", 0)),
)
"""Nobody has asked it yet, nor said what becomes of a rest."""

PATHS: tuple[Path, ...] = (
    (("take_task", 0), ("miss_contact", 0)),
    (*MEDIATING, ("schedule_session", 0), ("remind_of_sitting", 0)),
    (*MEDIATING, ("schedule_session", 0), ("cancel_session", 0)),
    (*MEDIATING, ("draft", 0), *SEALED[:4], ("miss_seal", 0)),
    *((*MEDIATING, ("draft", partly), *SEALED[:5], *COURT) for partly in (0, 1)),
    *((*MEDIATING, ("draft", partly), *SEALED) for partly in (0, 1)),
    (*MEDIATING, ("draft", 0), ("offer", 0), ("sign_in_ink", 0)),
    (*MEDIATING, ("draft", 0), ("offer", 0), ("refuse_to_sign", 0)),
    (*INVITING, ("notice", 0), ("notice", 0), ("give_up", 0)),
    (*MEDIATING, ("ask_for_term", 1), ("consent", 1), ("consent", 4)),
    (*MEDIATING, ("warn", 0), ("step_down", 0), ("expire", 0)),
    (*GROUP, ("leave_group", 0)),
    (*GROUP, ("draft", 0), ("offer", 0), ("refuse_to_sign", 2)),
    (*MEDIATING, ("represent", 4), ("leave_group", 0)),
    (*ALL_BUT_ONE, *STANDS, ("leave_group", 0)),
    (*SELECTING, ("represent", 4), ("leave_group", 0)),
    (*INVITING, ("represent", 4), ("leave_group", 0)),
    (*MEDIATING, ("warn", 0), ("expire", 0)),
    (*MEDIATING, ("name_party", 0), ("leave", 2)),
    (*INVITING, ("name_party", 0), *STANDS, ("leave_group", 0)),
    (*NAMED, ("take_content", 2)),
    (*NAMED, *CHOSEN, ("take_content", 2)),
)
MEETING: Path = (("schedule_session", 0), ("move_session", 0), ("hold_session", 0))
WORDS: Path = (("state", 0), ("propose", 1), ("keep_minutes", 0), ("show_words", 1))
FACTS: Path = (("put_facts", 0), ("consent_to_facts", 1))
HIDDEN: Path = (("report_danger", 0), ("tell_of_report", 0))
PATHS += tuple(
    (*path, ("open_or_close", 1)) for path in (INVITING, SELECTING, MEDIATING)
)
PATHS += (
    (("continue_rest", 0), ("state", 0), ("agree", 1)),
    (*MEDIATING, ("agree", 1), ("want_the_rest", 0), ("want_the_rest", 1)),
    (*MEDIATING, ("agree", 1), ("leave_the_rest", 0)),
    (*MEDIATING, ("agree", 1), ("erase_words", 0), ("rest_lapses", 0)),
)
OVER: tuple[Path, ...] = (
    (*MEDIATING, ("agree", 0)),
    (*MEDIATING, ("agree", 1), *FACTS, ("refer", 0)),
    (*MEDIATING, ("end", 0), *FACTS),
)
BEFORE: tuple[Path, ...] = (
    (("take_task", 0),),
    INVITING,
    SELECTING,
    MEDIATING,
    (*MEDIATING, *FACTS, *MEETING, *WORDS),
)
ERASED: Path = (("erase_words", 0), ("close", 0), ("lose_content", 0))
PATHS += tuple((*path, *HIDDEN, *ERASED) for path in OVER)
PATHS += tuple((*path, *HIDDEN, ("report_danger", 2)) for path in BEFORE)
NOBODY_TO_MEDIATE: tuple[Path, ...] = (
    SELECTING,
    (("continue_rest", 0),),
    (*ALL_BUT_ONE, *STANDS),
    (*ALL_BUT_ONE, ("leave", 2)),
)
"""In a city without mediators."""
SOMEBODY_ELSE: tuple[Path, ...] = ((("continue_rest", 0),),)
"""Whoever mediated the part that was agreed is on the roster no more."""
