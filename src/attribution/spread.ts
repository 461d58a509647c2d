import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, metasOf } from "../parsers/conntrack-table/row.ts";
import { CLASS } from "../parsers/conntrack-table/states.ts";
import { USE_NAMES } from "./use-ids.ts";

/** A port at which nobody answers, at several addresses. */
export interface SilentPort {
  port: number;
  /** Unanswered attempts at it. */
  entries: number;
  /** Addresses that they go to, and those of them that answer at another port. */
  addresses: number;
  answering: number;
}

/** So few addresses are no pattern. */
const SEVERAL = 5;
/** Addresses that are looked at, at most. */
const MOST = 100_000;

const UNANSWERED = USE_NAMES.indexOf("unanswered-syn");
/** By use: that somebody answers there. */
const ANSWERED = new Set(
  (
    ["time-wait", "closing", "close-wait", "established", "idle-established", "udp", "dns"] as const
  ).map((use) => USE_NAMES.indexOf(use)),
);

const ATTEMPTS = metasOf((meta) => (meta & CLASS_MASK) === CLASS["unanswered-syn"]);
const OTHERS = ATTEMPTS.map((one) => 1 - one);

/**
 * The port with most unanswered attempts, where they go to several addresses of which none has most of them. A
 * Service's own address stands for its endpoints, so it is none of these.
 *
 * @param uses of each flow, in the order of the flows
 * @param known that of another dump, which stays where it has more
 */
export function silentPortOf(
  { flows }: TableFact,
  uses: Uint8Array,
  known: SilentPort | null,
): SilentPort | null {
  const each = (
    visit: (address: number, port: number, use: number, count: number) => void,
    of: Uint8Array,
  ) =>
    flows.forEach((dst, replySrc, ports, meta, count, n) => {
      // words of the two families are told apart
      if (dst === replySrc) visit(dst * 2 + (meta & IPV6 ? 1 : 0), ports >>> 16, uses[n]!, count);
    }, of);
  const byPort = new Float64Array(65_536);
  let isThere = false;
  each((_, port, use, count) => {
    if (use !== UNANSWERED) return;
    byPort[port]! += count;
    isThere = true;
  }, ATTEMPTS);
  if (!isThere) return known;
  const port = byPort.indexOf(byPort.reduce((most, count) => Math.max(most, count), 0));
  const entries = byPort[port]!;
  if (entries <= (known?.entries ?? 0)) return known;
  const attempts = new Map<number, number>();
  each((address, to, use, count) => {
    if (to === port && use === UNANSWERED && (attempts.size < MOST || attempts.has(address)))
      attempts.set(address, (attempts.get(address) ?? 0) + count);
  }, ATTEMPTS);
  const most = Math.max(0, ...[...attempts.values()].sort((a, b) => b - a).slice(0, 1));
  if (attempts.size < SEVERAL || most * 2 > entries) return known;
  const answering = new Set<number>();
  each((address, to, use) => {
    if (to !== port && ANSWERED.has(use) && attempts.has(address)) answering.add(address);
  }, OTHERS);
  return { port, entries, addresses: attempts.size, answering: answering.size };
}
