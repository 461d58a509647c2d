import { type Row, rowText } from "../attribution/rows.ts";
import type { Random } from "../bench/random.ts";

const NODE = "10.0.0.11";
const DNS = "10.96.0.10";
export const SERVICES = Array.from({ length: 12 }, (_, at) => ({
  name: `team-${at % 4}/svc-${at}:http`,
  address: `10.96.7.${at + 1}`,
  nodePort: 30_080 + at,
  endpoints: [`10.244.2.${at * 2 + 10}`, `10.244.3.${at * 2 + 11}`],
}));
export const RESOLVERS = ["10.244.2.2", "10.244.2.3"];
export const TIMEOUT = 86_400;

const pod = (random: Random) => `10.244.1.${2 + random.below(60)}`;
const port = (random: Random) => 32_768 + random.below(28_000);
const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;
const upTo = (random: Random, seconds: number) => 1 + random.below(seconds);

/** A connection that is used, closed or, rarely, idle for hours. */
const tcp = (random: Random, idle = 0.1): Pick<Row, "state" | "left" | "flag"> => {
  if (random.chance(0.35))
    return { state: "TIME_WAIT", left: upTo(random, 120), flag: "[ASSURED]" };
  const left = random.chance(idle)
    ? TIMEOUT - 3600 - random.below(40_000)
    : TIMEOUT - random.below(600);
  return { state: "ESTABLISHED", left, flag: "[ASSURED]" };
};

/** What a usual node's table holds, each with the part of it that it may have. */
const KINDS: readonly (readonly [name: string, most: number, (random: Random) => Row])[] = [
  [
    "to Services",
    60,
    (random) => {
      const { address, endpoints } = pick(random, SERVICES);
      const to = { dst: address, dport: 80, replySrc: pick(random, endpoints), replySport: 8080 };
      return { ...tcp(random), ...to, src: pod(random), sport: port(random) };
    },
  ],
  [
    "kubelet's probes",
    20,
    (random) => ({
      state: "TIME_WAIT",
      left: upTo(random, 120),
      flag: "[ASSURED]",
      src: NODE,
      sport: port(random),
      dst: pod(random),
      dport: pick(random, [8080, 8081, 9090]),
    }),
  ],
  [
    "scrapes",
    10,
    (random) => ({
      ...tcp(random, 0),
      src: "10.244.5.20",
      sport: port(random),
      dst: pod(random),
      dport: 9090,
    }),
  ],
  [
    "node-local DNS",
    18,
    (random) => ({
      protocol: "udp",
      left: upTo(random, 30),
      src: pod(random),
      sport: port(random),
      dst: random.chance(0.5) ? "169.254.20.10" : DNS,
      dport: 53,
      replySrc: pick(random, RESOLVERS),
    }),
  ],
  [
    "a mesh",
    40,
    (random) => ({
      ...tcp(random),
      src: pod(random),
      sport: port(random),
      dst: `10.244.${2 + random.below(9)}.${2 + random.below(90)}`,
      dport: pick(random, [15_006, 15_008, 15_012]),
    }),
  ],
  [
    "ingress",
    15,
    (random) => {
      const { nodePort, endpoints } = pick(random, SERVICES);
      const to = { replySrc: pick(random, endpoints), replySport: 8080, replyDst: NODE };
      const src = `198.51.100.${2 + random.below(200)}`;
      return { ...tcp(random), ...to, src, sport: port(random), dst: NODE, dport: nodePort };
    },
  ],
  [
    "egress",
    20,
    (random) => ({
      ...tcp(random),
      src: pod(random),
      sport: port(random),
      dst: `203.0.113.${2 + random.below(100)}`,
      dport: 443,
      replyDst: NODE,
    }),
  ],
  [
    "attempts of just now",
    2,
    (random) => ({
      state: "SYN_SENT",
      left: 100 + random.below(20),
      flag: "[UNREPLIED]",
      src: pod(random),
      sport: port(random),
      dst: random.chance(0.5) ? `203.0.113.${2 + random.below(100)}` : pod(random),
      dport: 443,
    }),
  ],
  [
    "metrics",
    8,
    (random) => ({
      protocol: "udp",
      left: upTo(random, 30),
      flag: "[UNREPLIED]",
      src: pod(random),
      sport: port(random),
      dst: "10.244.2.9",
      dport: 8125,
    }),
  ],
  [
    "QUIC",
    8,
    (random) => ({
      protocol: "udp",
      left: upTo(random, 120),
      flag: "[ASSURED]",
      src: pod(random),
      sport: port(random),
      dst: `203.0.113.${2 + random.below(100)}`,
      dport: 443,
      replyDst: NODE,
    }),
  ],
];

/** Rows of a table with some of these kinds, in parts that are drawn. */
export function rowsOf(random: Random, rows: number): string[] {
  const weights = KINDS.map(([, most]) => random.below(most + 1));
  weights[0]! += 5;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const seen = new Set<string>();
  while (seen.size < rows) {
    let at = random.below(all);
    const kind = weights.findIndex((weight) => {
      at -= weight;
      return at < 0;
    });
    seen.add(rowText(KINDS[kind]![2](random)));
  }
  return [...seen];
}
