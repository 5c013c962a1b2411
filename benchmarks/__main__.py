"""Run every benchmark, or those that are named: `python -m benchmarks [NAME …]`."""

import sys

from benchmarks import plan_history, release_overhead, slack_answers, start_up, status_history

BENCHMARKS = {
    "plan_history": plan_history.main,
    "start_up": start_up.main,
    "status_history": status_history.main,
    "release_overhead": release_overhead.main,
    "slack_answers": slack_answers.main,
}


def main(names: list[str]) -> int:
    """The highest exit code: 0 if every figure is within what is allowed."""
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"No benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}.")
        return 2
    codes = []
    for name in names or BENCHMARKS:
        print(f"\n{name}")
        codes.append(BENCHMARKS[name]())
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
