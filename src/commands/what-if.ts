import { type WhatIf, whatIf } from "../analyze-what-if.ts";
import { AnalyzerError } from "../errors.ts";
import { formatBytes, formatNumber, formatSeconds, formatShare } from "../format.ts";
import { openInThread } from "../node/thread.ts";
import { wrap } from "../report/text/width.ts";
import type { Settings } from "../what-if/predict.ts";

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
  if (answer.truncated)
    process.stderr.write(
      "the bundle ends too early or is damaged, so entries may be missing from this answer\n",
    );
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(answer, null, 2)}\n`
      : `${say(answer).join("\n")}\n`,
  );
}

/** Reads `name=value` settings, whose name may have its `net.netfilter.` in front. */
function settingsOf(texts: readonly string[]): Settings {
  const timeouts = new Map<string, number>();
  let max: number | null = null;
  for (const text of texts) {
    const [, name, value] =
      /^(?:net\.netfilter\.)?(nf_conntrack_\w{1,64})=(\d{1,9})$/.exec(text) ?? [];
    if (name === undefined || Number(value) < 1)
      throw new AnalyzerError("USAGE", `--set ${text}: give a setting as nf_conntrack_NAME=NUMBER`);
    if (name === "nf_conntrack_max") max = Number(value);
    else timeouts.set(name, Number(value));
  }
  return { timeouts, max };
}

/** Entries then: a range where the table was full, for what was refused would come as well. */
function range({ after, demand }: WhatIf): string {
  if (demand === null) return after === null ? "unknown" : formatNumber(after);
  return "untold" in demand
    ? "unknown"
    : `${formatNumber(demand.low)} to ${formatNumber(demand.high)} if nothing is refused`;
}

function inUse({ demand, max, utilization }: WhatIf): string {
  if (utilization.to === null) return "unknown";
  if (demand === null || "untold" in demand || max.to === null) return formatShare(utilization.to);
  const low = formatShare(Math.min(1, demand.low / max.to));
  const high = formatShare(utilization.to);
  return low === high ? high : `${low} to ${high}`;
}

const full = (demand: NonNullable<WhatIf["demand"]>): string =>
  "untold" in demand
    ? `The table was full, and ${demand.untold}.`
    : `The table was full, so its entries are only what was let in. The range is an estimate: ${demand.reasons.join("; ")}.`;

function say(answer: WhatIf): string[] {
  const share = (value: number | null) => (value === null ? "unknown" : formatShare(value));
  const arrow = (from: string, to: string) => `${from} -> ${to}`;
  const number = (value: number | null) => (value === null ? "unknown" : formatNumber(value));
  const lines = [
    `entries      ${arrow(number(answer.before), range(answer))}`,
    `limit        ${arrow(number(answer.max.from), number(answer.max.to))}`,
    `in use       ${arrow(share(answer.utilization.from), inUse(answer))}`,
    `memory       ${arrow(formatBytes(answer.memory.from), answer.memory.to === null ? "unknown" : formatBytes(answer.memory.to))}`,
    ...(answer.demand === null
      ? [
          `full in      ${answer.secondsToFull === null ? "the table did not grow within the window" : formatSeconds(answer.secondsToFull)}`,
        ]
      : wrap(full(answer.demand))),
  ];
  for (const { sysctl, from, to, before, after, how } of answer.changes)
    lines.push(
      ...wrap(
        `${sysctl} ${arrow(from === null ? "unknown" : formatSeconds(from), formatSeconds(to))}: ${formatNumber(before)} entries ${how === "unknown" ? "stay, since the present timeout is unknown" : `would be ${formatNumber(after)} (${how})`}`,
        "",
        "  ",
      ),
    );
  lines.push(
    ...wrap(
      "The part in use rises and falls: the kernel counts expired entries until it collects them.",
    ),
  );
  return lines;
}
