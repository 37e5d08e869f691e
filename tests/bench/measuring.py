"""Runs a piece of work in a process of its own, several times, and says what it took."""

import gc
import json
import os
import time
import traceback
from dataclasses import dataclass, field
from statistics import median

MEGABYTE = 1024 * 1024


@dataclass
class Measure:
    """What one piece of work took: seconds by the clock and of this processor, and the most memory, of each run."""

    name: str
    # How many times the measured work the whole would be: the peer is measured on fewer rows.
    scale: float = 1
    clock: list = field(default_factory=list)
    processor: list = field(default_factory=list)
    memory: list = field(default_factory=list)

    def add(self, clock, processor, memory):
        self.clock.append(clock * self.scale)
        self.processor.append(processor * self.scale)
        self.memory.append(memory)


def run(work):
    """Do a piece of work in a child: seconds by the clock, of its processor, and the most memory it took, in bytes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            os.write(writing, json.dumps(timed(work)).encode())
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit("the measured work failed, see above")
    return *json.loads(told), usage.ru_maxrss * 1024


def timed(work):
    gc.collect()
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def table(title, measures, limit):
    """The measures as a Markdown table; ratios are of medians, to the measure named `limit`."""
    least = next(each for each in measures if each.name == limit)
    lines = [
        f"### {title}",
        "",
        "| | min s | median s | max s | times | processor s | times | peak MB |",
        "| --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for each in measures:
        lines.append(
            f"| {each.name} | {min(each.clock):.2f} | {median(each.clock):.2f} | {max(each.clock):.2f} "
            f"| {median(each.clock) / median(least.clock):.2f} | {median(each.processor):.2f} "
            f"| {median(each.processor) / median(least.processor):.2f} | {max(each.memory) / MEGABYTE:.0f} |"
        )
    return "\n".join([*lines, ""])
