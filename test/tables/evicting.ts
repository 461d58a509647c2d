/** Full tables from which the kernel evicts: who is left in them, by a model of its early drop. */
import * as fc from "fast-check";
import { dump, type Row } from "../attribution/rows.ts";
import { drawFrom } from "../lab/random.ts";
import { manifest, sysctls, type Texts } from "../signals/in-memory.ts";

/**
 * What is evicted: attempts at one dead pod, at one address after the other, from invented sources, at pods that
 * answer, or lookups.
 */
export const WHAT = ["storm", "scan", "flood", "answered", "lookups"] as const;

export interface Evicting {
  what: (typeof WHAT)[number];
  perSecond: number;
  /** Entries that may be evicted find place for so many, beside so many that may not. */
  room: number;
  kept: number;
  /** Of those, the part that is closed. */
  closed: number;
  sources: number;
  /** After how many repeats a client gives up. */
  repeats: number;
  seed: number;
}

export const evictings: fc.Arbitrary<Evicting> = fc.record({
  what: fc.constantFrom(...WHAT),
  perSecond: fc.integer({ min: 5, max: 150 }),
  room: fc.integer({ min: 4, max: 80 }),
  kept: fc.integer({ min: 350, max: 600 }),
  closed: fc.double({ min: 0, max: 0.9, noNaN: true }),
  sources: fc.constantFrom(1, 4, 20),
  repeats: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(1_000_000),
});

/** Seconds after which Linux before 6.5 repeats the first packet. */
const REPEATS = [1, 3, 7, 15, 31, 63];
const STEPS = 10;
const RUNS = 70;
const WATCHED = 10;

export interface Left {
  /** Attempts that are left, by number, and their age in seconds. */
  left: readonly { id: number; age: number }[];
  evicted: number;
}

/** Attempts one after the other, each with its repeats, in as many places as there are. */
export function evict({ perSecond, room, repeats, seed, what }: Evicting): Left {
  const draw = drawFrom(seed);
  const entries: { id: number; born: number }[] = [];
  const present = new Set<number>();
  const due = new Map<number, number[]>();
  const again = what === "lookups" ? [] : REPEATS.slice(0, repeats);
  let [next, owed, evicted] = [0, 0, 0];
  const send = (id: number, step: number): void => {
    if (present.has(id)) return;
    if (entries.length >= room) {
      const at = Math.min(entries.length - 1, Math.floor(draw.between(0, entries.length)));
      present.delete(entries[at]!.id);
      entries[at] = entries.at(-1)!;
      entries.pop();
      if (step >= (RUNS - WATCHED) * STEPS) evicted++;
    }
    entries.push({ id, born: step });
    present.add(id);
  };
  for (let step = 0; step < RUNS * STEPS; step++) {
    for (const id of due.get(step) ?? []) send(id, step);
    due.delete(step);
    for (owed += perSecond / STEPS; owed >= 1; owed--) {
      const id = next++;
      send(id, step);
      for (const second of again) {
        const at = step + second * STEPS;
        const known = due.get(at);
        if (known === undefined) due.set(at, [id]);
        else known.push(id);
      }
    }
  }
  const ages = entries.map(({ id, born }) => ({ id, age: RUNS - born / STEPS }));
  return { left: ages, evicted };
}

const POD = "10.244.7.7";

function rowOf({ what, sources, seed }: Evicting, { id, age }: Left["left"][number]): Row {
  const src = `10.244.1.${2 + (id % sources)}`;
  const sport = 32_768 + ((id * 7 + seed) % 28_000);
  if (what === "lookups")
    return { protocol: "udp", src, sport, dport: 53, left: 30 - Math.ceil(age), flag: "" };
  const row: Row = { state: "SYN_SENT", left: 120 - Math.ceil(age), sport, flag: "[UNREPLIED]" };
  if (what === "storm") return { ...row, src, dst: "10.96.0.50", replySrc: POD };
  if (what === "flood") return { ...row, src: `198.51.${(id >> 8) % 256}.${id % 256}`, dst: POD };
  if (what === "scan") return { ...row, src, dst: `10.9.${(id >> 8) % 256}.${id % 256}` };
  return { ...row, src, dst: "10.96.0.20", replySrc: `10.244.3.${id % 5}` };
}

/** Open and closed connections, which are ASSURED. */
const keptRow = (at: number, isClosed: boolean): Row => ({
  state: isClosed ? "TIME_WAIT" : "ESTABLISHED",
  left: isClosed ? 119 - (at % 119) : 86_390 - (at % 50),
  src: `10.244.2.${at % 40}`,
  sport: 33_000 + at,
  dst: "10.96.0.20",
  replySrc: `10.244.3.${at % 5}`,
  flag: "[ASSURED]",
});

export function textsOf(drawn: Evicting, { left, evicted }: Left): Texts {
  const rows = [
    ...Array.from({ length: drawn.kept }, (_, at) => keptRow(at, at < drawn.kept * drawn.closed)),
    ...left.map((one) => rowOf(drawn, one)),
  ];
  const hex = (value: number): string => value.toString(16).padStart(8, "0");
  const stat = (early: number) =>
    `entries drop early_drop insert_failed invalid\n00000001 00000000 ${hex(early)} 00000000 00000000\n`;
  return {
    "manifest.json": manifest(),
    "start/uptime.txt": "1000.00 0.00\n",
    "end/uptime.txt": "1010.00 0.00\n",
    "end/sysctl.txt": sysctls({
      count: rows.length,
      max: rows.length,
      tcp_timeout_established: 86_400,
      tcp_timeout_syn_sent: 120,
      tcp_timeout_time_wait: 120,
      udp_timeout: 30,
    }),
    "start/nf_conntrack_stat.txt": stat(0),
    "end/nf_conntrack_stat.txt": stat(evicted),
    "dump/conntrack-L-ipv4.txt.gz": dump(...rows),
  };
}
