import { type Conflict, otherLimits } from "../facts/conflicts.ts";
import { type Facts, found } from "../facts/facts.ts";
import { settingsOf } from "../facts/settings.ts";
import { codeSpan, formatNumber, formatShare } from "../format.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import { FULL } from "../signals/counter-readings.ts";
import { type Readings, SIGNALS, type SignalName } from "../signals/index.ts";
import { COUNT_NAMES } from "../signals/table-count.ts";
import { limitSetSince, MAX_NAMES } from "../signals/table-limit.ts";

const STANDING = {
  live: "in effect",
  configured: "asked for by a file or a command",
  past: "in effect earlier, according to a log",
} as const;

/** Why a limit that is there has no number. */
export const NO_LIMIT = / is 0: no limit is set$/;

/** Two values of one setting. */
export function conflictNote({ signal, values }: Conflict): string {
  const { title } = SIGNALS[signal as SignalName];
  return `The evidence has several values of the ${title}: ${values.map(standingOf).join("; ")}.`;
}

const standingOf = ({ value, source, standing }: Conflict["values"][number]): string =>
  `${formatNumber(value)} ${STANDING[standing]} (${codeSpan(`${source.entry}:${source.line}`)})`;

/** From so much above the limit, no two CPUs that add an entry at once explain the count. */
const ABOVE = 1.02;

/** More entries than the limit admits: they were there before it was lowered. */
export function aboveLimitNotes(readings: Readings): string[] {
  const [count, max] = (["table.count", "table.max"] as const).map((name) =>
    Number(readings.get(name)?.value ?? 0),
  ) as [number, number];
  return max > 0 && count > max * ABOVE
    ? [
        `The table holds ${formatNumber(count)} entries under a limit of ${formatNumber(max)}: the limit was lowered while they existed, and until fewer are left a new connection is admitted only where the kernel can evict another entry.`,
      ]
    : [];
}

/** A limit that was set after the count, and a table that was full before its limit was raised, which the use of the one in effect does not show. */
export function raisedLimitNotes(readings: Readings, facts: Facts): string[] {
  const [held, max] = (["table.count", "table.max"] as const).map((name) =>
    Number(readings.get(name)?.value ?? 0),
  ) as [number, number];
  const since = limitSetSince(facts);
  if (since !== null && held > 0)
    return [
      `After the count was taken, the limit was set to ${formatNumber(since)}, of which ${formatNumber(held)} entries are ${formatShare(held / since)}: how many there are now is unknown.`,
    ];
  const full = found(facts, "sysctl").flatMap(({ fact }) => {
    const count = sysctlNumber(fact, ...COUNT_NAMES)?.value ?? 0;
    const own = sysctlNumber(fact, ...MAX_NAMES)?.value ?? 0;
    return own > 0 && own < max && count >= own * FULL ? [[count, own] as const] : [];
  });
  const [count, own] = full.sort(([a], [b]) => b - a)[0] ?? [];
  return count === undefined
    ? []
    : [
        `Before the limit was raised to ${formatNumber(max)}, the table held ${formatNumber(count)} entries under a limit of ${formatNumber(own!)}: it was full, or nearly so, and new connections may have been lost then.`,
      ];
}

/** A timeout so short that what is in use loses its entry, with the seconds below which that is so and what then happens. */
const TOO_SHORT: readonly [setting: string, seconds: number, what: string][] = [
  ["tcp_timeout_established", 300, "open TCP connections that are silent for longer"],
  ["udp_timeout", 5, "UDP answers that take longer"],
  ["udp_timeout_stream", 20, "UDP streams that are silent for longer"],
  ["tcp_timeout_syn_sent", 5, "connection attempts whose answer takes longer"],
  ["tcp_timeout_syn_recv", 5, "connection attempts whose client takes longer to answer back"],
];

/** Timeouts that lose entries of what is in use: this breaks connections however much room the table has. */
export function shortTimeoutNotes(facts: Facts): string[] {
  const settings = settingsOf(facts);
  const short = TOO_SHORT.flatMap(([name, seconds, what]) => {
    const value = settings.get(`net.netfilter.nf_conntrack_${name}`)?.value ?? "";
    return /^\d{1,9}$/.test(value) && Number(value) < seconds
      ? [`${codeSpan(`nf_conntrack_${name}`)} is ${value} s: ${what} lose their entry`]
      : [];
  });
  return short.length === 0
    ? []
    : [
        `${short.join("; ")}. Behind a Service, address translation or a stateful rule that can break them, however much room the table has.`,
      ];
}

/** A limit of 0, and one that is not told beside others that are. */
export function limitNotes(readings: Readings, facts: Facts, isSaid: boolean): string[] {
  const limit = readings.get("table.max");
  if (limit?.value !== null) return [];
  if (!NO_LIMIT.test(limit.reason)) {
    const others = isSaid ? [] : otherLimits(facts);
    return others.length === 0
      ? []
      : [
          `The evidence does not tell the limit in effect, but: ${others.map(standingOf).join("; ")}.`,
        ];
  }
  return [
    "nf_conntrack_max is 0, which up to Linux 6.12 means that there is no limit: such a table is never full.",
  ];
}
