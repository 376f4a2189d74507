"""Encoding and parts of text messages beside npm's sms-segments-calculator: time for each text, and whose counts are right.

    npm install --prefix /tmp/segments sms-segments-calculator
    .venv/bin/python -m benchmarks.sms_parts --package /tmp/segments

The environment variable SMS_SEGMENTS may name the folder too. Both count the same texts in one run and in turns; each
measures its own CPU time for a text, over many calls in a warm process, and each is judged by its best round. What is right
is told by a third reckoning, character by character, of what 3GPP TS 23.038 and 23.040 say.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.harness import geometric_mean, measure, table
from commhub.render.sms.parts import ALONE, GSM_7, GSM_7_EXTENDED, JOINED, SmsSize, size_of

ROUNDS = 5
TARGET = 40.0
SENTENCE = "We have looked at your claim HM-204711 and will pay you on Thursday. "
CHINESE = "我们已经看过您的理赔申请，款项将于星期四支付给您。"
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
TEXTS: Mapping[str, str] = {
    "a code": "Northlight: 482913 is your code.",
    "one part": (SENTENCE * 3)[:158],
    "two parts": (SENTENCE * 5)[:300],
    "six parts": (SENTENCE * 14)[:900],
    "pounds": "You pay £412.50. " + SENTENCE,
    "accents, in GSM-7": "Señor Müller, à bientôt".replace("ô", "o") + ". " + SENTENCE * 2,
    "euros and brackets": "[Northlight] €41,20 ~ €50 {ref}. " + SENTENCE,
    "euros, four parts": ("Pay €41.20 [now]. " * 30)[:520],
    "pair at the edge": "a" * 152 + "[" + "a" * 152,
    "two edges": "a" * 152 + "[" + "a" * 151 + "€" + "a" * 150,
    "a curly quotation mark": "It’s agreed. " + SENTENCE,
    "curly, three parts": "It’s “agreed” – at last… " * 6,
    "a Polish name": "Dear Łukasz Ćwik, " + SENTENCE,
    "Greek": "Αγαπητέ πελάτη, η αίτησή σας εγκρίθηκε. " * 2,
    "Chinese, one part": CHINESE * 2,
    "Chinese, three parts": CHINESE * 7,
    "Arabic": "عزيزي العميل، تمت الموافقة على مطالبتك. " * 3,
    "an emoji": "Agreed 😀 " + SENTENCE,
    "67 emoji": "😀" * 67,
    "emoji at the edge": "a" * 66 + "😀" + "a" * 66,
    "families": FAMILY * 12,
    "flags and skin": "🇬🇧👍🏽" * 20,
    "a family at the edge": "a" * 60 + FAMILY + "a" * 60,
    "thumbs": "👍🏽" * 33,
    "accents without end": "e" + "\u0301" * 200,
    "keycaps": "1️⃣ " * 25,
    "accents set on top": "re\u0301sume\u0301 " * 20,
    "Hindi": "प्रिय ग्राहक, आपका दावा स्वीकृत हो गया है। " * 3,
    "Korean, in letters": "\u1112\u1161\u11ab\u1100\u1173\u11af " * 20,
    "line breaks": "One\r\nTwo\r\nThree\n" * 12,
    "form feed": "a\fb" * 60,
    "empty": "",
}
PROGRAM = """
const { SegmentedMessage } = require(process.argv[1]);
const size = (text) => { const m = new SegmentedMessage(text);
  return [m.encodingName, m.messageSize / (m.encodingName === 'GSM-7' ? 7 : 16), m.segmentsCount]; };
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const text = JSON.parse(line);
  const answer = size(text);
  let calls = 1, spent = 0;
  for (;;) {
    const before = process.cpuUsage();
    for (let i = 0; i < calls; i++) new SegmentedMessage(text).segmentsCount;
    const used = process.cpuUsage(before);
    spent = (used.user + used.system) / 1e6;
    if (spent >= 0.02 || calls >= 1e6) break;
    calls *= 4;
  }
  console.log(JSON.stringify([spent / calls, answer]));
});
"""


class Theirs:
    """The package in one warm node process that measures itself."""

    def __init__(self, folder: Path) -> None:
        package = folder / "node_modules" / "sms-segments-calculator"
        self.process = subprocess.Popen(
            ["node", "-e", PROGRAM, str(package)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, text: str) -> tuple[float, SmsSize]:
        """CPU seconds for one count of the text, and what it says."""
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("node has no pipes")
        stdin.write(json.dumps(text) + "\n")
        stdin.flush()
        seconds, (encoding, units, parts) = json.loads(stdout.readline())
        return seconds, SmsSize(encoding, units, parts)

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def by_the_book(text: str) -> SmsSize:
    """The size, character by character, as the standards say it."""
    plain = all(character in GSM_7 | GSM_7_EXTENDED for character in text)
    encoding = "GSM-7" if plain else "UCS-2"
    widths = [2 if (character in GSM_7_EXTENDED if plain else ord(character) > 0xFFFF) else 1 for character in text]
    if sum(widths) <= ALONE[encoding]:
        return SmsSize(encoding, sum(widths), 1 if text else 0)
    parts, used = 1, 0
    for width in widths:
        if used + width > JOINED[encoding]:
            parts, used = parts + 1, 0
        used += width
    return SmsSize(encoding, sum(widths), parts)


def compare(theirs: Theirs) -> tuple[list[list[Any]], list[list[Any]], list[float]]:
    """A row of times for each text, a row for each text where they are wrong, and the ratios. Ends if we are wrong."""
    times, wrong, ratios = [], [], []
    for name, text in TEXTS.items():
        right = by_the_book(text)
        if size_of(text) != right:
            raise SystemExit(f"{name}: {size_of(text)}, and right is {right}")
        ours = slow = float("inf")
        answer = right
        for _ in range(ROUNDS):
            ours = min(ours, measure({"ours": lambda text=text: size_of(text)}, rounds=1)["ours"])  # type: ignore[misc]
            seconds, answer = theirs(text)
            slow = min(slow, seconds)
        ratios.append(slow / ours)
        times.append([name, len(text), right.encoding, right.parts, ratios[-1]])
        if answer != right:
            wrong.append([name, _said(answer), _said(right)])
    return times, wrong, ratios


def _said(size: SmsSize) -> str:
    return f"{size.encoding} {size.units} units, {size.parts} parts"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, default=os.environ.get("SMS_SEGMENTS", ""))
    folder = Path(parser.parse_args(arguments).package)
    if not (folder / "node_modules" / "sms-segments-calculator").is_dir():
        raise SystemExit("Say where it is: --package FOLDER, after npm install --prefix FOLDER sms-segments-calculator")
    theirs = Theirs(folder)
    try:
        times, wrong, ratios = compare(theirs)
    finally:
        theirs.close()
    print(table(["text", "characters", "encoding", "parts", "times as fast"], times))
    mean = geometric_mean(ratios)
    print(f"\ngeometric mean {mean:.0f} times as fast, worst {min(ratios):.0f}; wanted {TARGET:.0f}")
    print(f"\nright here: {len(times)} of {len(times)}; right there: {len(times) - len(wrong)} of {len(times)}\n")
    print(table(["text", "sms-segments-calculator says", "right is"], wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
