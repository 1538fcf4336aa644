"""One form for each act of an official; FORMS finds it by the name of its action."""

from lapor.officer.forms.agency import (
    AnswerForm,
    AnswerSimpleForm,
    ApproveForm,
    AskForm,
    AssignForm,
    DelayForm,
    KeepForm,
    PassOnForm,
    RecallForm,
    ReturnForm,
    SeeReportForm,
    SendBackForm,
)
from lapor.officer.forms.base import ActForm
from lapor.officer.forms.identity import AskIdentityForm
from lapor.officer.forms.inspectorate import (
    AnswerSupervisoryForm,
    ConcludeForm,
    MarkForm,
    ReturnFindingsForm,
    TakeUpForm,
)
from lapor.officer.forms.tim import (
    AcknowledgeForm,
    ArchiveForm,
    ReclassifyForm,
    RefuseForm,
    ReopenForm,
    RerouteForm,
    VerifyForm,
)
from lapor.officer.forms.unit import ReportForm

__all__ = ["FORMS", "ActForm"]

FORMS: dict[str, type[ActForm]] = {
    "verify_and_route": VerifyForm,
    "archive": ArchiveForm,
    "ask_completion": AskForm,
    "answer_simple": AnswerSimpleForm,
    "pass_on": PassOnForm,
    "request_return": ReturnForm,
    "reroute": RerouteForm,
    "refuse": RefuseForm,
    "assign": AssignForm,
    "recall": RecallForm,
    "report": ReportForm,
    "send_back": SendBackForm,
    "approve": ApproveForm,
    "answer": AnswerForm,
    "report_delay": DelayForm,
    "keep_promise": KeepForm,
    "reclassify": ReclassifyForm,
    "acknowledge": AcknowledgeForm,
    "see_report": SeeReportForm,
    "reopen": ReopenForm,
    "mark_supervisory": MarkForm,
    "take_up": TakeUpForm,
    "conclude": ConcludeForm,
    "return_findings": ReturnFindingsForm,
    "answer_supervisory": AnswerSupervisoryForm,
    "ask_identity": AskIdentityForm,
}
