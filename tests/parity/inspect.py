"""Compares `yiming convert --inspect=json` with OpenCC's own `--inspect`, over some lines of a text and every configuration.

    python tests/parity/inspect.py YIMING OPENCC CONFIGS TEXT

YIMING and OPENCC are the two programs, CONFIGS is the folder of OpenCC's configurations, TEXT a UTF-8 file. Ours has members that OpenCC's has
not; what both have must be equal. Exit code 1 where it is not.
"""

import json
import subprocess
import sys
from pathlib import Path

yiming, opencc, configs, text = sys.argv[1:]
lines = [line for line in Path(text).read_text(encoding="utf-8").splitlines() if line.strip()][:300]


def run(*command):
    result = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, check=True, text=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def common(inspection):
    """The members that OpenCC has."""
    return {
        "input": inspection["input"],
        "segments": inspection["segments"],
        "stages": [{key: stage[key] for key in ("index", "segments")} for stage in inspection["stages"]],
        "pipelineStages": [common(stage) for stage in inspection["pipelineStages"]],
        "output": inspection["output"],
    }


failed = False
for config in sorted(Path(configs).glob("*.json")):
    theirs = run(opencc, "--include-tofu-risk-dictionaries", "-c", str(config), "--inspect")
    ours = run(yiming, "convert", "-c", config.stem, "--inspect=json")
    different = [(a, b) for a, b in zip(ours, theirs, strict=True) if common(a) != b]
    print(f"{config.stem}: {len(ours)} inspections, {len(different)} different")
    for a, b in different[:1]:
        print(f"  ours   {json.dumps(common(a), ensure_ascii=False)}\n  theirs {json.dumps(b, ensure_ascii=False)}", file=sys.stderr)
    failed |= bool(different)
sys.exit(failed)
