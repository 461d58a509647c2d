/** What brings an incident about, as data: flows that begin at a known moment, or a setting that changes then. */
import { APPLICATIONS, DATABASE, DNS, RECOMMENDATIONS, STATSD } from "../cluster.ts";
import { type Flow, pods } from "../flows.ts";
import type { LabNode } from "../lab-node.ts";
import { keep, LEAK, LOOKUPS, MANY, METRICS, RETRIES, SHORT, scan } from "../populations.ts";
import { runIn } from "../shell.ts";

/** What the timeline must say. */
export interface Wanted {
  /** Uses of entries of which one must be named, or settings. */
  readonly names: readonly string[];
  /** Addresses of which one must be named beside the use; none where the trigger is spread over all. */
  readonly parties: readonly string[];
}

export interface Kind {
  readonly id: string;
  readonly wanted: Wanted;
  /** Timeouts of the node from the beginning on. */
  readonly timeouts?: Readonly<Record<string, number>>;
  /** Seconds from the change until the table shows it: what there was keeps its time. */
  readonly shownAfter?: number;
  /** What goes on all the time, besides the node's usual traffic. */
  readonly before?: (rate: number) => readonly Flow[];
  /** The flows that begin with the incident; what they take in a second is `rate`. */
  readonly flows?: (rate: number) => readonly Flow[];
  /** What changes instead. */
  readonly change?: (node: LabNode, setLimit: (limit: number) => void, limit: number) => void;
  /** How it is mended, when its flows have been stopped. */
  mend(node: LabNode, setLimit: (limit: number) => void, limit: number): void;
}

const addresses = (first: number, last: number): string[] => {
  const { network } = pods(first, last);
  return Array.from({ length: last - first + 1 }, (_, at) => `${network}.${first + at}`);
};

const remove =
  (...rows: string[]) =>
  ({ namespace }: LabNode): void => {
    runIn(namespace, "sh", "-c", `conntrack -D ${rows.join(" ")} >/dev/null 2>&1 || true`);
  };

const timeout = (name: string, seconds: number) => ({
  [`net.netfilter.nf_conntrack_${name}`]: seconds,
});

export const KINDS: readonly Kind[] = [
  {
    id: "short-connections",
    // on a slow kernel they are still open, or closing, when the table is full
    wanted: {
      names: ["time-wait", "closing", "established"],
      parties: APPLICATIONS.slice(0, 4).map(({ address }) => address),
    },
    flows: (rate) => [keep(SHORT, rate)],
    mend: remove("-p tcp", "--state TIME_WAIT"),
  },
  {
    id: "metrics",
    wanted: { names: ["one-way-udp"], parties: [STATSD.address, ...addresses(90, 99)] },
    flows: (rate) => [keep(METRICS, rate)],
    mend: remove("-p udp", `--orig-dst ${STATSD.address}`),
  },
  {
    id: "lookups",
    timeouts: timeout("udp_timeout", 30),
    wanted: { names: ["dns"], parties: [DNS.address] },
    flows: (rate) => [keep(LOOKUPS, rate)],
    mend: remove("-p udp", `--orig-dst ${DNS.address}`),
  },
  {
    id: "leak",
    wanted: { names: ["established"], parties: [DATABASE.address, ...addresses(150, 153)] },
    flows: (rate) => [keep(LEAK, rate)],
    mend: (_, setLimit, limit) => setLimit(limit * 3),
  },
  {
    id: "retries",
    wanted: {
      names: ["unanswered-syn"],
      parties: [RECOMMENDATIONS.address, ...RECOMMENDATIONS.endpoints],
    },
    flows: (rate) => [keep(RETRIES, rate)],
    mend: remove("-p tcp", "--state SYN_SENT"),
  },
  {
    id: "scan",
    wanted: { names: ["unanswered-syn"], parties: addresses(200, 200) },
    flows: (rate) => [keep(scan(1), rate)],
    mend: remove("-p tcp", "--state SYN_SENT"),
  },
  {
    id: "limit-lowered",
    wanted: { names: ["nf_conntrack_max"], parties: [] },
    before: (rate) => [keep(LOOKUPS, rate / 10)],
    change: (_, setLimit, limit) => setLimit(Math.round(limit / 8)),
    mend: (_, setLimit, limit) => setLimit(limit),
  },
  {
    id: "timeout-raised",
    wanted: { names: ["nf_conntrack_udp_timeout"], parties: [] },
    timeouts: timeout("udp_timeout", 2),
    shownAfter: 2,
    before: (rate) => [keep(METRICS, rate)],
    change: (node) => node.set(timeout("udp_timeout", 300)),
    mend(node) {
      node.set(timeout("udp_timeout", 2));
      remove("-p udp", `--orig-dst ${STATSD.address}`)(node);
    },
  },
];

/** The usual traffic of the node: connections that stay, and a few lookups that come and go. */
export const usual = (limit: number): { held: Flow; lookups: Flow } => ({
  held: { ...MANY, perSecond: 400, count: Math.round(limit / 4) },
  lookups: { ...LOOKUPS, perSecond: 6 },
});
