"""The steps of the SOP, one file each. In the order of the procedure:

1. receive   a citizen files a complaint and gets a receipt
2. verify    the Tim verifies and routes it, or archives it with a reason
3. route     the operator sends the interim answer and passes on; wrong doors are returned and rerouted
4. examine   the penanggung jawab assigns a unit, recalls it; the head reads what was reported
5. work      the unit hands in its handling report
6. check     the penanggung jawab approves the report or sends it back
7. answer    the answer goes out, simple or whole; the citizen's channel accepts it
8. close     the Tim acknowledges, the citizen confirms or withdraws, silence closes

Beside them: complete (asking the citizen for what is missing), reopen (objection, reopening), protect (the
citizen hides his name or the content), carry (an agency is closed, its successor goes on), delay (another date is
promised), promise (what an answer planned: done, or due), reclassify (the Tim changes the class) and reveal (a hidden
identity is asked for, and looked at).
A supervisory complaint walks by two files: mark_supervisory (the Tim hands it over) and inspect (the Inspektorat).
Each function checks its own input, calls `move`, and attaches what belongs to the act.
"""

from lapor.complaints.effects import Moved

__all__ = ["Moved"]
