"""The pandas way of batch inference, which ./caravan bench measures Caravan against.

    pandas_way.py chunk FOLDER      input.csv and prompt.txt become pandas.jsonl
    pandas_way.py collect FOLDER    the answers are merged with input.csv into pandas.csv

Prints how many seconds it took, without the imports, and the most memory it had resident.
"""

import glob
import json
import resource
import sys
import time

import pandas as pd


def read(folder):
    frame = pd.read_csv(folder + "/input.csv", dtype=str, keep_default_na=False)
    frame["record_id"] = [f"r{number:010d}" for number in range(1, len(frame) + 1)]
    return frame


def chunk(folder):
    with open(folder + "/prompt.txt", encoding="utf-8") as file:
        template = file.read()
    with open(folder + "/pandas.jsonl", "w", encoding="utf-8") as out:
        for row in read(folder).to_dict("records"):
            body = {
                "anthropic_version": "bedrock-2023-05-31",
                "max_tokens": 200,
                "messages": [{"role": "user", "content": template.format(**row)}],
            }
            line = {"recordId": row["record_id"], "modelInput": body}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def collect(folder):
    answers = []
    for path in glob.glob(folder + "/s3/caravan/runs/bench/jobs/*/output/job/*.out"):
        with open(path, encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                output = record["modelOutput"]
                usage = output["usage"]
                cost = (usage["input_tokens"] * 125 + usage["output_tokens"] * 625) / 1e9
                answers.append(
                    {
                        "record_id": record["recordId"],
                        "response": output["content"][0]["text"],
                        "status": "ok",
                        "error": "",
                        "stop_reason": output["stop_reason"],
                        "input_tokens": usage["input_tokens"],
                        "output_tokens": usage["output_tokens"],
                        "cost_usd": ("%.9f" % cost).rstrip("0"),
                    }
                )
    merged = read(folder).merge(pd.DataFrame(answers), on="record_id", how="left")
    merged.to_csv(folder + "/pandas.csv", index=False)


step, folder = sys.argv[1:]
start = time.perf_counter()
{"chunk": chunk, "collect": collect}[step](folder)
seconds = time.perf_counter() - start
print("seconds", seconds, "peak_bytes", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
