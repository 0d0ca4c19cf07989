"""Celery, where a broker is configured: it carries the ids of jobs, and nothing else.

The jobs in the database are the truth, so every message may be lost, doubled or late.
"""

from celery import Celery

RUN = "ecogram.run"
# A message comes back to the queue when its worker does not end it within this. Jobs renew
# their lease in the database meanwhile, so a doubled message finds nothing to claim.
VISIBILITY_SECONDS = 300
PROCESS_START_SECONDS = 60

# A sender tells a broker that is out of reach from one that is slow, and tries no further:
# somebody waits for the answer, and the sweep sends later what was not sent now.
SENDER = {"max_retries": 1, "interval_start": 0}
REDIS_SENDER = {"socket_connect_timeout": 2, "socket_timeout": 2}
REDIS = ("redis://", "rediss://")


def make_sender(broker_url: str) -> Celery:
    """A Celery application that only sends, and gives up soon."""
    celery = make_celery(broker_url)
    redis = REDIS_SENDER if broker_url.startswith(REDIS) else {}
    celery.conf.broker_transport_options |= SENDER | redis
    return celery


def make_celery(broker_url: str) -> Celery:
    """A Celery application, set so that nothing is lost with a worker; see docs/jobs.md."""
    celery = Celery("ecogram", broker=broker_url, set_as_current=False)
    celery.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        worker_prefetch_multiplier=1,
        # A process that connects to a slow database must not be taken for a dead one.
        worker_proc_alive_timeout=PROCESS_START_SECONDS,
        task_default_queue="ecogram",
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport(broker_url),
    )
    return celery


def _transport(broker_url: str) -> dict[str, object]:
    if broker_url.startswith(REDIS):
        # Without the throttle kombu looks for lost messages only every hundred seconds or so.
        return {"visibility_timeout": VISIBILITY_SECONDS, "unacked_restore_throttle": 1}
    if broker_url.startswith("sqs://"):
        return {"visibility_timeout": VISIBILITY_SECONDS}
    return {}
