"""What enrolment refuses of what follows a request: threads, signing, closing, questionnaires, exports."""

from chassis.errors import DomainError


class DueDayUnfit(DomainError):
    """The day is over, or the session begins before it."""

    code = "due-day-unfit"
    status = 422
    title = "The answer cannot be wanted by that day"


class InformationPending(DomainError):
    """A question waits for its answer already."""

    code = "information-pending"
    title = "Information was asked for and has not come yet"


class ThreadClosed(DomainError):
    """Nothing was asked, or the request holds no seat any more."""

    code = "thread-closed"
    title = "There is nothing to write about"


class SigningCodeUnknown(DomainError):
    """Nobody made this code, or a newer one took its place."""

    code = "signing-code-unknown"
    status = 404
    title = "There is no such code"


class SigningCodeClosed(DomainError):
    """A code is good around its half-day only."""

    code = "signing-code-closed"
    title = "The code is not good now"


class NotOnRoster(DomainError):
    """Only participants sign."""

    code = "not-on-the-roster"
    status = 403
    title = "This person does not take part in the session"


class TrainingSessionNotOver(DomainError):
    """A session is closed once it is over."""

    code = "training-session-not-over"
    title = "The training session is not over"


class PresenceMissing(DomainError):
    """Somebody's presence is not whole."""

    code = "presence-missing"
    title = "Presences are missing"


class EvaluationNotPlanned(DomainError):
    """The action, as published, plans no evaluation."""

    code = "evaluation-not-planned"
    title = "No evaluation is planned"


class QuestionnaireAnswered(DomainError):
    """One answer a participant."""

    code = "questionnaire-answered"
    title = "The questionnaire was answered already"


class AnswersUnfit(DomainError):
    """An answer is missing, does not fit, or answers nothing that was asked."""

    code = "answers-unfit"
    status = 422
    title = "The answers do not fit the questions"


class ComplaintAnswered(DomainError):
    """Somebody answered first."""

    code = "complaint-answered"
    title = "The complaint was answered already"


class ContestClosed(DomainError):
    """The days to contest a presence are over."""

    code = "contest-closed"
    title = "It is too late to contest the presence"


class ContestPending(DomainError):
    """A presence is contested once at a time."""

    code = "contest-pending"
    title = "The presence is contested already"


class TooManySchedules(DomainError):
    """Enough is enough."""

    code = "too-many-schedules"
    title = "There are enough scheduled exports"
