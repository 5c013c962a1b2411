"""Ask whether a locked library has a published vulnerability; say so if nobody answers."""

import json
import subprocess
import sys
from pathlib import Path

PIP_AUDIT = Path(sys.executable).with_name("pip-audit")
OPTIONS = ["--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off"]


def main() -> int:
    """1 if there is a vulnerability; 0 if there is none or the service cannot be reached."""
    asked = subprocess.run(
        [PIP_AUDIT, *OPTIONS, "--requirement=requirements.lock"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if not asked.stdout.startswith("{"):
        print(f"Not audited, the advisory service did not answer:\n{asked.stderr}", file=sys.stderr)
        return int(asked.returncode not in (0, 1))  # 2 is a wrong option of ours
    libraries = json.loads(asked.stdout)["dependencies"]
    unknown = [library["name"] for library in libraries if "skip_reason" in library]
    found = [library for library in libraries if library.get("vulns")]
    for library in found:
        for vulnerability in library["vulns"]:
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
            print(
                f"{library['name']} {library['version']}: {vulnerability['id']}, fixed in {fixed}"
            )
    print(
        f"{len(libraries)} libraries: {len(found)} with a vulnerability, "
        f"{len(unknown)} that the advisory service does not know.",
        file=sys.stderr,
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
