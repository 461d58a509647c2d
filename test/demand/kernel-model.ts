/**
 * A model of the kernel's table under a limit, in steps of fifty milliseconds: admission, early drop, expiry,
 * clearing of closed connections, and clients that repeat packets and try again. Here the demand is known.
 */

import type { Span } from "../../src/demand/admission.ts";
import { LIMITS } from "../../src/limits.ts";
import type { TableFact } from "../../src/parsers/conntrack-table/fact.ts";
import { newTable } from "../../src/parsers/conntrack-table/fact.ts";
import { ASSURED, stateId, UNREPLIED } from "../../src/parsers/conntrack-table/states.ts";

export interface Clients {
  what: "one-way" | "lookup" | "http" | "hold";
  perSecond: number;
  /** Seconds after its beginning at which an attempt sends a packet: the first is 0. */
  sends: readonly number[];
  /** How often a client tries anew after an attempt that failed. */
  tries?: number;
  /** Of `hold`: seconds that the connection lasts. */
  lasts?: number;
}

export const KINDS = {
  "one-way": stateId("udp", null) * 4 + UNREPLIED,
  lookup: stateId("udp", null) * 4,
  http: stateId("tcp", "TIME_WAIT") * 4 + ASSURED,
  hold: stateId("tcp", "ESTABLISHED") * 4 + ASSURED,
} as const;

export interface Model {
  clients: readonly Clients[];
  max: number;
  buckets: number;
  life: Readonly<Record<"one-way" | "lookup" | "http", number>>;
  /** For how long it runs before it is watched, and how long it is watched. */
  runs: number;
  watches: number;
  random: () => number;
}

const STEP = 0.05;

export function simulate({ clients, max, buckets, life, runs, watches, random }: Model) {
  interface Entry {
    what: Clients["what"];
    ends: number;
  }
  const entries: Entry[] = [];
  const due = new Map<number, { client: Clients; sent: number; tried: number; first: number }[]>();
  const at = (step: number) => due.get(step) ?? due.set(step, []).get(step)!;
  const steps = Math.round((runs + watches) / STEP);
  const seconds = Array.from({ length: watches }, () => ({ refused: 0, evicted: 0 }));
  let peak = 0;
  let evictables = 0;
  let wantsClearing = false;
  let nextClearing = 20;
  const assured = (e: Entry) => e.what === "http" || e.what === "hold";
  const removeAt = (i: number) => {
    if (!assured(entries[i]!)) evictables--;
    entries[i] = entries[entries.length - 1]!;
    entries.pop();
  };
  const owed = clients.map(() => random());
  for (let step = 0; step < steps; step++) {
    const now = step * STEP;
    const isWatched = now >= runs;
    if (isWatched) peak = Math.max(peak, entries.length);
    for (let i = entries.length - 1; i >= 0; i--) if (entries[i]!.ends <= now) removeAt(i);
    if (now >= nextClearing) {
      if (wantsClearing)
        for (let i = entries.length - 1; i >= 0 && entries.length >= 0.95 * max; i--)
          if (entries[i]!.what === "http") removeAt(i);
      wantsClearing = false;
      const mean =
        entries.reduce((s, e) => s + Math.min(300, e.ends - now), 0) / Math.max(1, entries.length);
      nextClearing = now + Math.min(60, Math.max(1, mean));
    }
    for (const [n, client] of clients.entries()) {
      owed[n]! += client.perSecond * STEP * 2 * random();
      for (; owed[n]! >= 1; owed[n]!--) at(step).push({ client, sent: 0, tried: 0, first: step });
    }
    const queue = due.get(step) ?? [];
    due.delete(step);
    for (const packet of queue) {
      const { client } = packet;
      let isIn = entries.length < max;
      if (!isIn && random() < 1 - Math.exp((-16 * evictables) / buckets)) {
        let i = Math.floor(random() * entries.length);
        while (assured(entries[i]!)) i = (i + 1) % entries.length;
        removeAt(i);
        if (isWatched) seconds[Math.min(watches - 1, Math.floor(now - runs))]!.evicted++;
        isIn = true;
      }
      if (isIn) {
        const lasts = client.what === "hold" ? client.lasts! * (0.5 + random()) : life[client.what];
        const entry = { what: client.what, ends: now + lasts };
        if (!assured(entry)) evictables++;
        entries.push(entry);
        continue;
      }
      wantsClearing = true;
      if (isWatched) seconds[Math.min(watches - 1, Math.floor(now - runs))]!.refused++;
      const sent = packet.sent + 1;
      if (sent < client.sends.length) {
        const next = packet.first + Math.round(client.sends[sent]! / STEP);
        at(Math.max(step + 1, next)).push({ ...packet, sent });
      } else if (packet.tried + 1 < (client.tries ?? 1)) {
        const again = step + Math.round(1 / STEP);
        at(again).push({ client, sent: 0, tried: packet.tried + 1, first: again });
      }
    }
  }
  const table: TableFact = newTable("model", [0, 0], LIMITS);
  const end = steps * STEP;
  for (const { what, ends } of entries) {
    const kind = KINDS[what];
    table.byKind[kind]!++;
    table.rows++;
    table.parsed++;
    table.remaining.add(kind, what === "hold" ? 86_000 : Math.floor(ends - end));
  }
  const demand = clients.reduce(
    (sum, c) => sum + c.perSecond * (c.what === "hold" ? c.lasts! : life[c.what]),
    0,
  );
  const span = (from: number, to: number): Span => ({
    seconds: to - from,
    ago: watches - to,
    refused: seconds.slice(from, to).reduce((a, one) => a + one.refused, 0),
    evicted: seconds.slice(from, to).reduce((a, one) => a + one.evicted, 0),
  });
  const spans: [Span, ...Span[]] = [span(0, watches)];
  for (let to = 5; to <= watches; to += 5) spans.push(span(to - 5, to));
  return { table, spans, peak, demand };
}
