import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, metasOf } from "../parsers/conntrack-table/row.ts";
import { CLASS, type RowClass } from "../parsers/conntrack-table/states.ts";
import { USE_OF_CLASS, type Use } from "./uses.ts";

/** Attempts of TCP that nobody answered, and those of them whose endpoint answers nobody else either. */
export interface Silence {
  attempts: number;
  silent: number;
}

const ANSWERED: ReadonlySet<Use> = new Set<Use>([
  "time-wait",
  "closing",
  "close-wait",
  "handshake",
  "half-open",
  "established",
]);
const NAMES = Object.keys(CLASS) as RowClass[];
const metasOfUses = (is: (use: Use) => boolean): Uint8Array => {
  const classes = new Set(
    NAMES.filter((name) => is(USE_OF_CLASS[name])).map((name) => CLASS[name]),
  );
  return metasOf((meta) => classes.has(meta & CLASS_MASK));
};
const ATTEMPTS = metasOfUses((use) => use === "unanswered-syn");
const OTHERS = metasOfUses((use) => ANSWERED.has(use));

/** Address and port that the answers would come from, as one number. */
const endpointOf = (replySrc: number, ports: number, meta: number): number =>
  ((replySrc >>> 0) * 2 + (meta & IPV6 ? 1 : 0)) * 65_536 + (ports & 0xffff);

/** In rows, as they are: those of a sample are not scaled. */
export function silenceOf(tables: readonly TableFact[]): Silence {
  const found: Silence = { attempts: 0, silent: 0 };
  for (const { flows } of tables) {
    const byEndpoint = new Map<number, number>();
    flows.forEach((_, replySrc, ports, meta, count) => {
      const endpoint = endpointOf(replySrc, ports, meta);
      byEndpoint.set(endpoint, (byEndpoint.get(endpoint) ?? 0) + count);
      found.attempts += count;
    }, ATTEMPTS);
    if (byEndpoint.size === 0) continue;
    flows.forEach((_, replySrc, ports, meta) => {
      byEndpoint.delete(endpointOf(replySrc, ports, meta));
    }, OTHERS);
    for (const count of byEndpoint.values()) found.silent += count;
  }
  return found;
}
