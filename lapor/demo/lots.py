"""What the demo plays: how many cases walk which way, and how they stand at the end. One literal table.

A walk is a line of acts, in the words of rules.ACTIONS, made short:

    verify      verify_and_route; "verify!" to the wrong agency
    ask         ask_completion, by whoever holds the case
    simple      answer_simple, by whoever holds the case
    return      request_return; "reroute!" is again the wrong agency
    assign!     to the wrong unit; recall takes it back
    accepted    channel_accepted
    object!     with a score of 1 or 2, so that somebody else examines
    reopen!     by the Tim instead of the citizen

Every other word is the action itself. `submit` always stands before the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# How a case stands at the end: over in some past week, or with its clock in this state now.
PAST, CALM, SOON, LATE, WAITS = "past", "calm", "soon", "late", "waits"

# Which complaints a lot takes. Besides these, the short name of an agency.
ANYONE, QUESTION, WISH, OUTSIDE, STRANGE = "anyone", "question", "wish", "outside", "strange"

# What an answer is, where it is not "solved".
PLANNED, REFUSED, PARTLY = "planned", "refused", "partly"

# What a lot's kind makes of the handling report, and of the answer and the sentences for it.
RESULTS: Final = {"": "fixed", PLANNED: "planned", REFUSED: "unmet", PARTLY: "partly"}
ANSWERS: Final = {
    "": ("solved", "jawaban"),
    PLANNED: ("planned", "rencana"),
    REFUSED: ("refused", "tolak"),
    PARTLY: ("explained", "jawaban"),
}

TO_UNIT: Final = "verify pass_on assign"
TO_CHECK: Final = f"{TO_UNIT} report"
TO_ANSWER: Final = f"{TO_CHECK} approve"
REST: Final = "report approve answer accepted acknowledge confirm"
ANSWERED: Final = f"{TO_ANSWER} answer accepted"
CONFIRMED: Final = f"{ANSWERED} acknowledge confirm"
SIMPLE: Final = "simple accepted acknowledge"


ACTIONS_OF: Final = {
    "verify": "verify_and_route",
    "ask": "ask_completion",
    "simple": "answer_simple",
    "return": "request_return",
    "accepted": "channel_accepted",
}


def action_of(word: str) -> str:
    """The action of rules.ACTIONS that a word of a walk stands for."""
    plain = word.rstrip("!")
    return ACTIONS_OF.get(plain, plain)


@dataclass(frozen=True)
class Lot:
    """So many cases on this walk. `showcase` names the fixed one, `kind` is what its answer is.

    Who has a `delayed` one has promised another date, before its limit ran out.
    With `account` the first of them is Sari's, so that her own page shows a case of each sort.
    """

    count: int
    whose: str
    walk: str
    ends: str = PAST
    kind: str = ""
    showcase: str = ""
    account: bool = False
    delayed: bool = False


LOTS: Final = (
    # -- fixed in content, for documents and pictures: one at each desk of Dishub
    Lot(1, "Dishub", "verify", CALM, showcase="operator"),
    Lot(1, "Dishub", "verify pass_on", CALM, showcase="officer"),
    Lot(1, "Dishub", TO_UNIT, CALM, showcase="unit"),
    # -- Dishub, whose people the printed logins are: every desk, every lateness
    Lot(2, "Dishub", "verify", CALM),
    Lot(1, "Dishub", "verify", SOON),
    Lot(1, "Dishub", "verify", LATE),
    Lot(1, "Dishub", "verify ask", WAITS, account=True),
    Lot(2, "Dishub", "verify pass_on", CALM),
    Lot(1, "Dishub", "verify pass_on", SOON),
    Lot(1, "Dishub", "verify pass_on", LATE),
    Lot(1, "Dishub", "verify pass_on ask", WAITS),
    Lot(2, "Dishub", TO_UNIT, CALM),
    Lot(1, "Dishub", TO_UNIT, SOON),
    Lot(1, "Dishub", TO_UNIT, LATE),
    Lot(1, "Dishub", TO_UNIT, LATE, account=True, delayed=True),
    Lot(1, "Dishub", f"{TO_UNIT} ask", WAITS),
    Lot(1, "Dishub", f"{TO_CHECK} send_back", CALM),
    Lot(1, "Dishub", f"{TO_CHECK} send_back", LATE),
    Lot(1, "Dishub", TO_CHECK, CALM),
    Lot(1, "Dishub", TO_CHECK, SOON),
    Lot(1, "Dishub", TO_CHECK, LATE),
    Lot(1, "Dishub", TO_ANSWER, CALM),
    Lot(1, "Dishub", TO_ANSWER, SOON),
    Lot(1, "Dishub", TO_ANSWER, LATE),
    Lot(1, "Dishub", f"{ANSWERED} acknowledge object!", CALM, account=True),
    Lot(2, "Dishub", f"{ANSWERED} acknowledge", WAITS, account=True),
    Lot(3, "Dishub", CONFIRMED, account=True),
    Lot(1, "Dishub", f"{TO_CHECK} send_back {REST}"),
    Lot(1, "Dishub", f"{ANSWERED} acknowledge object! assign {REST}"),
    Lot(1, "Dishub", f"{ANSWERED} acknowledge close_silent"),
    # -- the Tim
    Lot(4, ANYONE, "", CALM, account=True),
    Lot(2, ANYONE, "", SOON),
    Lot(2, ANYONE, "", LATE),
    Lot(3, ANYONE, "ask", WAITS),
    Lot(1, STRANGE, "archive object", CALM),
    Lot(2, "DPUPKP", "verify! return", CALM),
    Lot(1, "DLH", "verify! return", LATE),
    Lot(1, "BPBD", "verify! return reroute! return", CALM),
    Lot(2, ANYONE, ANSWERED, CALM),
    Lot(1, ANYONE, ANSWERED, SOON),
    Lot(2, ANYONE, ANSWERED, LATE),
    # -- the other agencies, now
    Lot(2, "DPUPKP", "verify", CALM),
    Lot(1, "DLH", "verify", LATE),
    Lot(1, "Dinkes", "verify", SOON),
    Lot(2, "DPUPKP", "verify pass_on", CALM),
    Lot(1, "Satpol PP", "verify pass_on", LATE),
    Lot(1, "Disdukcapil", "verify pass_on", SOON),
    Lot(3, "DPUPKP", TO_UNIT, CALM, account=True),
    Lot(1, "DPUPKP", TO_UNIT, LATE),
    Lot(1, "DPUPKP", TO_UNIT, LATE, delayed=True),
    Lot(1, "BPBD", TO_UNIT, SOON),
    Lot(1, "DKPP", TO_UNIT, CALM),
    Lot(1, "DLH", f"{TO_UNIT} ask", WAITS),
    Lot(1, "DPUPKP", TO_CHECK, CALM),
    Lot(1, "Dinsos", TO_CHECK, LATE),
    Lot(1, "Perumda Air Minum", TO_ANSWER, CALM),
    Lot(1, "DPUPKP", TO_ANSWER, LATE),
    Lot(1, "Satpol PP", f"{ANSWERED} acknowledge object!", CALM),  # its head examines
    Lot(3, ANYONE, f"{ANSWERED} acknowledge", WAITS),
    # -- past weeks: answers given at once
    Lot(6, QUESTION, f"verify {SIMPLE} confirm"),
    Lot(3, QUESTION, f"verify pass_on {SIMPLE} confirm"),
    Lot(2, QUESTION, f"verify {SIMPLE} close_silent", account=True),
    Lot(3, ANYONE, f"verify {SIMPLE} close_silent"),
    Lot(4, ANYONE, f"verify pass_on {SIMPLE} confirm"),
    # -- past weeks: the whole walk
    Lot(10, ANYONE, CONFIRMED),
    Lot(4, ANYONE, f"{ANSWERED} acknowledge close_silent"),
    Lot(2, WISH, CONFIRMED, kind=PLANNED),
    Lot(1, WISH, f"{CONFIRMED} keep_promise", kind=PLANNED),
    Lot(1, WISH, f"{ANSWERED} acknowledge close_silent", kind=REFUSED),
    Lot(3, ANYONE, CONFIRMED, kind=PARTLY),
    Lot(4, ANYONE, f"{TO_CHECK} send_back {REST}"),
    # -- past weeks: around the walk
    Lot(2, ANYONE, f"{ANSWERED} acknowledge object assign {REST}"),
    Lot(1, ANYONE, f"{ANSWERED} acknowledge object! assign {REST}"),
    Lot(1, ANYONE, f"{CONFIRMED} reopen assign {REST}"),
    Lot(1, ANYONE, f"{CONFIRMED} reopen! {SIMPLE} confirm"),
    Lot(2, ANYONE, f"verify! return reroute pass_on assign {REST}"),
    Lot(1, ANYONE, f"verify! return reroute {SIMPLE} confirm"),
    Lot(2, ANYONE, f"verify return refuse pass_on assign {REST}"),
    Lot(2, ANYONE, f"verify pass_on assign! recall assign {REST}"),
    Lot(2, ANYONE, f"ask complete {CONFIRMED}"),
    Lot(1, ANYONE, f"verify ask complete pass_on assign {REST}"),
    Lot(1, ANYONE, f"verify pass_on assign ask complete {REST}"),
    Lot(1, ANYONE, "verify ask lapse pass_on assign report approve answer accepted acknowledge close_silent"),
    Lot(2, ANYONE, "ask lapse"),
    Lot(1, ANYONE, f"ask lapse complete verify {SIMPLE} confirm"),
    Lot(4, OUTSIDE, "archive", account=True),
    Lot(2, STRANGE, "archive"),
    Lot(1, ANYONE, "verify return archive"),
    Lot(1, ANYONE, "withdraw"),
    Lot(1, ANYONE, "ask withdraw"),
    Lot(2, ANYONE, f"{TO_UNIT} withdraw"),
)  # fmt: skip
