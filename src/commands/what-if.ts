import { type WhatIfOf, whatIf } from "../analyze-what-if.ts";
import { didYouMean } from "../causes/nearest.ts";
import { AnalyzerError } from "../errors.ts";
import type { Subject } from "../facts/piece.ts";
import { printable } from "../format.ts";
import { openInThread } from "../node/thread.ts";
import { wrap } from "../report/text/width.ts";
import { sayWhatIf } from "../report/what-if-words.ts";
import { type Settings, TIMEOUTS } from "../what-if/predict.ts";

/** Runs `conntriage what-if`. */
export async function runWhatIf(
  bundle: string,
  options: { set: string[]; format: "text" | "json" },
): Promise<void> {
  const answer = await whatIf(
    bundle,
    settingsOf(options.set),
    bundle === "-" ? { stdin: () => process.stdin } : { open: openInThread },
  );
  sayOthers(answer);
  if (answer.truncated)
    process.stderr.write(
      "the bundle ends too early or is damaged, so entries may be missing from this answer\n",
    );
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(answer, null, 2)}\n`
      : `${linesOf(answer).join("\n")}\n`,
  );
}

/** Of several tables one is answered for. */
function sayOthers({ subject, others }: WhatIfOf): void {
  if (others.length > 0)
    process.stderr.write(
      `${nameOf(subject)}, of ${others.length + 1} with a table; the others: ${others.map(nameOf).join(", ")}\n`,
    );
}

const nameOf = ({ host, namespace }: Subject): string =>
  printable(
    [host ?? "a machine of unknown name", namespace].filter(Boolean).join(", namespace "),
    300,
  );

const MAX = "nf_conntrack_max";
/** The kernel keeps these in an `int`. */
const MOST = 2 ** 31 - 1;

/** Reads `name=value` settings, as `sysctl` takes and prints them: in full, and with room around the sign. */
function settingsOf(texts: readonly string[]): Settings {
  const timeouts = new Map<string, number>();
  for (const text of texts) {
    const [, name, digits] =
      /^(?:net\.(?:netfilter\.)?)?(nf_conntrack_\w{1,64}) ?= ?(\d{1,10})$/.exec(text) ?? [];
    const value = Number(digits);
    if (name === undefined || value < 1 || value > MOST)
      throw new AnalyzerError(
        "USAGE",
        `--set ${text}: give a setting as nf_conntrack_NAME=NUMBER, the number from 1 to ${MOST}`,
      );
    if (name !== MAX && !TIMEOUTS.has(name))
      throw new AnalyzerError(
        "USAGE",
        `--set ${text}${didYouMean(name, [MAX, ...TIMEOUTS]) || `: give ${MAX} or a timeout, such as nf_conntrack_udp_timeout`}`,
      );
    if ((timeouts.get(name) ?? value) !== value)
      throw new AnalyzerError("USAGE", `--set ${text}: it is ${timeouts.get(name)} already`);
    timeouts.set(name, value);
  }
  const max = timeouts.get(MAX) ?? null;
  timeouts.delete(MAX);
  return { timeouts, max };
}

function linesOf(answer: Parameters<typeof sayWhatIf>[0]): string[] {
  const { figures, notes, changes, foot } = sayWhatIf(answer);
  return [
    ...figures.map(({ what, from, to }) =>
      [what.padEnd(12), from === null ? to : `${from} -> ${to}`].join(" "),
    ),
    ...notes.flatMap((note) => wrap(note)),
    ...changes.flatMap((change) => wrap(change, "", "  ")),
    ...wrap(foot),
  ];
}
