"""`python -m processing.child LIMITS PARENT DESK`: develops pictures, one job a line.

It works until stdin ends. It holds no credentials and no connections, and limits itself before it
reads the first job. For each job it answers with `facts`, one `rendered` a rendition and `done`,
or with `error`.
"""

import gc
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from processing import resampling
from processing.confine import allow_cpu, confine, resident_bytes
from processing.decode import prepare
from processing.desk import GIVEN, MADE
from processing.developing import developed, exposed
from processing.errors import ProcessingError, ProcessingOutOfMemory
from processing.job import Job, line, plain, read_job, read_limits
from processing.limits import Limits
from processing.memory import let_go
from processing.quality.negatives import measured

Answer = dict[str, Any]


def main() -> None:
    """Work until stdin ends."""
    limits = read_limits(sys.argv[1])
    out = _take_stdout()
    desk = Path(sys.argv[3])
    walls = confine(limits, parent=int(sys.argv[2]), given=desk / GIVEN, made=desk / MADE)
    prepare(limits)
    resampling.prepare()
    # Decoders warn about odd files; those are the sender's, not ours.
    warnings.simplefilter("ignore")
    _say(out, {"ready": asdict(walls)})
    for asked in sys.stdin.buffer:
        allow_cpu(limits.cpu_seconds)
        for answer in answers(read_job(asked), limits):
            _say(out, answer)


def answers(job: Job, limits: Limits) -> Iterator[Answer]:
    """What there is to say about one job, as soon as it can be said."""
    try:
        yield from _develop(job, limits)
    except ProcessingError as error:
        yield _refusal(error)
    except MemoryError:
        gc.collect()
        yield _refusal(ProcessingOutOfMemory(limit=limits.memory_bytes))
    let_go()
    yield {"done": True, "resident": resident_bytes()}


def _develop(job: Job, limits: Limits) -> Iterator[Answer]:
    with job.source.open("rb") as file:
        negative = exposed(file, job, limits)
        facts = measured(negative, file) if job.measured else negative.facts
        yield {"facts": plain(facts)}
        for rendered in developed(file, negative, job):
            place = job.presets.index(rendered.preset)
            yield {"rendered": place, "width": rendered.width, "height": rendered.height}


def _refusal(error: ProcessingError) -> Answer:
    return {"error": error.told()._asdict()}


def _take_stdout() -> BinaryIO:
    # C code that prints must not garble our answers.
    ours = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return ours


def _say(out: BinaryIO, answer: Answer) -> None:
    out.write(line(answer))
    out.flush()


if __name__ == "__main__":
    main()
