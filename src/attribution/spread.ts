import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, metasOf } from "../parsers/conntrack-table/row.ts";
import { CLASS } from "../parsers/conntrack-table/states.ts";
import { USE_NAMES } from "./use-ids.ts";

/** Ports at which nobody answers, each at several addresses. */
export interface SilentPorts {
  /** The one with most attempts first. */
  ports: number[];
  /** Unanswered attempts at them. */
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

/** A port counts from this part of the attempts on: each port of a scan has less. */
const PART = 0.15;

/**
 * The ports with most unanswered attempts, where they go to several addresses of which none has most of them. A
 * Service's own address stands for its endpoints, so it is none of these.
 *
 * @param uses of each flow, in the order of the flows
 * @param known those of another dump, which stay where they have more
 */
export function silentPortsOf(
  { flows }: TableFact,
  uses: Uint8Array,
  known: SilentPorts | null,
): SilentPorts | null {
  const each = (
    visit: (address: number, port: number, use: number, count: number) => void,
    of: Uint8Array,
  ) =>
    flows.forEach((dst, replySrc, ports, meta, count, n) => {
      // words of the two families are told apart
      if (dst === replySrc) visit(dst * 2 + (meta & IPV6 ? 1 : 0), ports >>> 16, uses[n]!, count);
    }, of);
  const byPort = new Map<number, number>();
  let all = 0;
  each((_, port, use, count) => {
    if (use !== UNANSWERED) return;
    byPort.set(port, (byPort.get(port) ?? 0) + count);
    all += count;
  }, ATTEMPTS);
  const attempts = new Map<number, Map<number, number>>();
  for (const [port, count] of byPort) if (count >= all * PART) attempts.set(port, new Map());
  each((address, port, use, count) => {
    const at = attempts.get(port);
    if (at === undefined || use !== UNANSWERED || (at.size >= MOST && !at.has(address))) return;
    at.set(address, (at.get(address) ?? 0) + count);
  }, ATTEMPTS);
  for (const [port, at] of attempts)
    if (at.size < SEVERAL || largestOf(at) * 2 > byPort.get(port)!) attempts.delete(port);
  const ports = [...attempts.keys()].sort((a, b) => byPort.get(b)! - byPort.get(a)! || a - b);
  const entries = ports.reduce((sum, port) => sum + byPort.get(port)!, 0);
  if (entries <= (known?.entries ?? 0)) return known;
  const addresses = new Set([...attempts.values()].flatMap((at) => [...at.keys()]));
  const answering = new Set<number>();
  each((address, port, use) => {
    if (!attempts.has(port) && ANSWERED.has(use) && addresses.has(address)) answering.add(address);
  }, OTHERS);
  return { ports, entries, addresses: addresses.size, answering: answering.size };
}

function largestOf(counts: ReadonlyMap<number, number>): number {
  let most = 0;
  for (const count of counts.values()) most = Math.max(most, count);
  return most;
}
