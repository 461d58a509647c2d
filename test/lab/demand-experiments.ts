/** Loads under a limit of a part of what they would hold. */
import { APPLICATIONS, DNS, STATSD } from "./cluster.ts";
import { type Flow, pods, targetOf } from "./flows.ts";
import type { Draw } from "./random.ts";

export interface DemandExperiment {
  readonly id: string;
  readonly about: string;
  /** Flows in a second, for each that is drawn, and the seconds that one of them holds an entry. */
  readonly flows: readonly (readonly [
    flow: Omit<Flow, "perSecond">,
    share: number,
    life: number,
  ])[];
}

/** Timeouts of the node, in seconds, so short that a table settles in a minute. */
export const LIVES = { timeWait: 40, udp: 30 } as const;
/** The limit is this part of what the table would hold. */
export const PART = 1 / 5;
/** Flows in a second of an experiment, all together. */
export const RATES: readonly [number, number] = [90, 130];

const CLIENTS = pods(10, 89);
const shop = APPLICATIONS.slice(0, 4).map(targetOf);

const metrics: Omit<Flow, "perSecond"> = {
  kind: "datagram",
  from: CLIENTS,
  to: [targetOf(STATSD)],
};
const lookups: Omit<Flow, "perSecond"> = { kind: "lookup", from: CLIENTS, to: [targetOf(DNS)] };
const requests: Omit<Flow, "perSecond"> = { kind: "short", from: CLIENTS, to: shop };

export const DEMAND_EXPERIMENTS: readonly DemandExperiment[] = [
  {
    id: "one-way-udp",
    about: "StatsD packets that nobody answers, each from a port of its own",
    flows: [[metrics, 1, LIVES.udp]],
  },
  {
    id: "answered-udp",
    about: "DNS lookups, each from a port of its own",
    flows: [[lookups, 1, LIVES.udp]],
  },
  {
    id: "short-http",
    about: "a connection for each request; a client gives up after three seconds",
    flows: [[requests, 1, LIVES.timeWait]],
  },
  {
    id: "retrying-http",
    about: "the same; a client that gave up tries again from a new port, three times in all",
    flows: [[{ ...requests, tries: 3 }, 1, LIVES.timeWait]],
  },
  {
    id: "mix",
    about: "a third each of the first three",
    flows: [
      [metrics, 1 / 3, LIVES.udp],
      [lookups, 1 / 3, LIVES.udp],
      [requests, 1 / 3, LIVES.timeWait],
    ],
  },
];

/** The load of one experiment, drawn, and what it would hold by its rates and timeouts. */
export function drawn({ flows }: DemandExperiment, draw: Draw): { load: Flow[]; expected: number } {
  const rate = draw.between(...RATES);
  return {
    load: flows.map(([flow, share]) => ({ ...flow, perSecond: rate * share })),
    expected: flows.reduce((sum, [, share, life]) => sum + rate * share * life, 0),
  };
}
