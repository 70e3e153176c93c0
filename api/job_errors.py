"""What can be wrong with a job: the errors of runs in the background."""

from gis.errors import GuantuError, NotFoundError


class UnknownJobError(NotFoundError):
    """A job was named that this process does not have, or has no longer."""

    def __init__(self) -> None:
        super().__init__(
            "there is no such job",
            remedy="Finished jobs are kept for a while only; ask the question again.",
        )


class ResultNotReadyError(NotFoundError):
    """A job's result was asked for while it still runs."""

    def __init__(self) -> None:
        super().__init__(
            "the job has not finished yet, so it has no result",
            remedy="Ask for the job's status, and for its result once it is successful.",
        )


class DismissedJobError(NotFoundError):
    """The result of a job that was cancelled was asked for."""

    def __init__(self) -> None:
        super().__init__("the job was cancelled, so it has no result", remedy="Ask again.")


class JobFaultError(GuantuError):
    """A job ended by a fault of the service's own, which stands in its log."""

    def __init__(self) -> None:
        super().__init__(
            "the job ended because something went wrong that should not have",
            remedy="Quote the job's id to the operator of this service.",
        )


class TooManyJobsError(GuantuError):
    """As many jobs run and wait as are let in."""

    def __init__(self) -> None:
        super().__init__(
            "as many jobs run and wait as this service takes",
            remedy="Ask again in a while, or without respond-async.",
        )
