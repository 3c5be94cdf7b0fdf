"""Work of other applications that the one worker does in small turns between its batches.

An application registers a job when it is ready; search knows nothing of what the job does.
A turn takes about a second at most and ends by itself, so that index tasks never wait long.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

# One small piece of work; says whether there is more to do at once.
Job = Callable[[], bool]
_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Called once for each job, in `AppConfig.ready`."""
    _jobs[name] = job


def turn() -> bool:
    """One piece of each job; whether any has more. A job that fails stops neither the others
    nor the worker."""
    has_more = False
    for name, job in _jobs.items():
        try:
            has_more = job() or has_more
        except Exception:
            logger.exception("Background work failed: %s", name)
    return has_more
