/** Full tables of drawn mixtures, and what the analysis of one must say. */
import * as fc from "fast-check";
import type { Analysis } from "../../src/index.ts";
import { sysctls, type Texts } from "../signals/in-memory.ts";
import { type Ends, KINDS, type Kind, type KindName } from "./kinds.ts";

/** One kind of entries in a table: its part, and among how many it is spread. */
interface Part {
  kind: KindName;
  weight: number;
  sources: number;
  destinations: number;
  ports: number;
}

export interface Mixture {
  parts: readonly Part[];
  rows: number;
  /** The kernel evicted entries while it was watched. */
  evicts: boolean;
  established: 86_400 | 432_000;
}

const few = fc.constantFrom(1, 2, 5, 20, 120, 400);
export const mixtures: fc.Arbitrary<Mixture> = fc.record({
  parts: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom(...(Object.keys(KINDS) as KindName[])),
      weight: fc.integer({ min: 1, max: 100 }),
      sources: few,
      destinations: few,
      ports: fc.constantFrom(1, 2, 5),
    }),
    { selector: ({ kind }) => kind, minLength: 1, maxLength: 7 },
  ),
  rows: fc.integer({ min: 300, max: 500 }),
  evicts: fc.boolean(),
  established: fc.constantFrom(86_400, 432_000),
});

/** Rows of each part, as many as its weight is of all. */
export function counts({ parts, rows }: Mixture): Map<KindName, number> {
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(parts.map(({ kind, weight }) => [kind, Math.round((rows * weight) / whole)]));
}

const endsOf = ({ sources, destinations, ports }: Part, at: number): Ends => ({
  source: `10.244.${(at % sources) >> 8}.${(at % sources) & 255}`,
  destination: `10.96.${(at % destinations) >> 8}.${(at % destinations) & 255}`,
  port: 8000 + (at % ports),
  spread: at * 7919,
});

/** A table of so many rows of each kind, which is at its limit. */
export function textsOf(mixture: Mixture, of: ReadonlyMap<KindName, number>): Texts {
  const rows = mixture.parts.flatMap((part) => {
    const kind: Kind = KINDS[part.kind];
    const fresh = mixture.established - 86_400;
    return Array.from({ length: of.get(part.kind) ?? 0 }, (_, at) =>
      // what is open is as young under the one timeout as under the other
      kind
        .row(endsOf(part, at))
        .replace(
          /^(tcp {6}6 )(8\d{4})( EST)/,
          (_, head, left, tail) => head + (Number(left) + fresh) + tail,
        ),
    );
  });
  const stat = (evicted: number) =>
    `entries drop early_drop insert_failed\n00000001 00000000 ${evicted.toString(16).padStart(8, "0")} 00000000\n`;
  return {
    "end/sysctl.txt": sysctls({
      count: rows.length,
      max: rows.length,
      tcp_timeout_established: mixture.established,
      tcp_timeout_close_wait: 3600,
      tcp_timeout_time_wait: 120,
      udp_timeout: 30,
    }),
    "end/meminfo.txt": "MemTotal: 8388608 kB\n",
    "once/cpuinfo.txt": "cpus = 4\n",
    "start/nf_conntrack_stat.txt": stat(0),
    "end/nf_conntrack_stat.txt": stat(mixture.evicts ? 9 : 0),
    "dump/conntrack-L-ipv4.txt.gz": `${rows.join("\n")}\n`,
  };
}

/** Share of the table by group, the largest first, and the causes that it may be blamed on. */
export function groupsOf(of: ReadonlyMap<KindName, number>) {
  const whole = [...of.values()].reduce((a, b) => a + b, 0);
  const groups = new Map<string, { share: number; causes: readonly string[] }>();
  for (const [name, count] of of) {
    const { group, causes }: Kind = KINDS[name];
    const known = groups.get(group)?.share ?? 0;
    groups.set(group, { share: known + count / whole, causes });
  }
  return [...groups].map(([group, one]) => ({ group, ...one })).sort((a, b) => b.share - a.share);
}

/** What is wrong with the analysis of such a table; empty where nothing is. */
export function faultsOf(analysis: Analysis, of: ReadonlyMap<KindName, number>): string[] {
  const [primary] = analysis.findings;
  const wrong: string[] = [];
  if (!/^(?:exhausted|critical)$/.test(analysis.state)) wrong.push(`state ${analysis.state}`);
  if (primary === undefined || !/^(?:confirmed|likely)$/.test(primary.verdict))
    return [...wrong, `no cause: ${primary?.cause} is ${primary?.verdict}`];
  if (primary.remedies.length === 0) wrong.push(`${primary.cause} has no remedy`);
  const [largest, next] = groupsOf(of).filter(({ group }) => group !== "ordinary");
  const isClear =
    largest !== undefined && largest.share > 1 / 3 && largest.share - (next?.share ?? 0) > 0.01;
  if (isClear && !largest.causes.includes(primary.cause))
    wrong.push(
      `${primary.cause} is primary, though ${largest.group} holds ${largest.share.toFixed(3)}`,
    );
  return wrong;
}
