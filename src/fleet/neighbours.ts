import { isSure } from "../causes/finding.ts";
import type { DigestNode } from "../report/digest-contract.ts";
import type { Fleet } from "../report/fleet-contract.ts";
import { isMachine, type Row, someOf } from "./row.ts";
import { byText } from "./text.ts";

type Neighbour = Fleet["neighbours"][number];
type Role = Neighbour["role"];

/** The part of a limit from which whoever holds it presses on the others. */
const BUSY = 0.1;
/** On so many nodes it must be busy. */
const SEVERAL = 2;
const MOST = 20;

/** Addresses that each node has for itself: the same text is somebody else on each. */
const OWN = /^(?:127\.|169\.254\.|0\.0\.0\.0|\[?(?:::1|::|fe[89ab][0-9a-f]:))/i;

interface Held {
  role: Role;
  name: string;
  service: string | null;
  pod: string | null;
  rows: Row[];
  entries: number;
  busy: Row[];
  share: number;
}

/** Parties that hold much of the tables of several nodes: sources, destinations, and Services over all their addresses. */
export function neighboursOf(rows: readonly Row[]): Neighbour[] {
  const machines = rows.filter(isMachine);
  const told = machines.filter(({ node }) => node.rows !== null && node.rows > 0);
  const held = new Map<string, Held>();
  for (const row of told)
    for (const one of partiesOf(row.node)) {
      const key = `${one.role} ${one.name}`;
      const known = held.get(key) ?? { ...one, entries: 0, rows: [], busy: [], share: 0 };
      // where the limit is unknown, of what there is
      const share = one.entries / (row.node.limit || row.node.rows!);
      known.rows.push(row);
      known.entries += one.entries;
      known.share = Math.max(known.share, share);
      known.pod ??= one.pod;
      if (share >= BUSY) known.busy.push(row);
      held.set(key, known);
    }
  return [...held.values()]
    .filter(({ busy }) => busy.length >= SEVERAL)
    .sort(
      (a, b) => b.busy.length - a.busy.length || b.entries - a.entries || byText(a.name, b.name),
    )
    .slice(0, MOST)
    .map((one) => described(one, told));
}

interface Party {
  role: Role;
  name: string;
  service: string | null;
  pod: string | null;
  entries: number;
}

/** A Service counts once, with all of its addresses that are listed; in place of these. */
function partiesOf({ destinations, sources }: DigestNode): Party[] {
  const services = new Map<string, Party>();
  const others: Party[] = [];
  for (const { name, service, pod, entries } of destinations.top) {
    if (service === null) {
      if (!OWN.test(name)) others.push({ role: "destination", name, service, pod, entries });
      continue;
    }
    const known = services.get(service);
    if (known !== undefined) known.entries += entries;
    else services.set(service, { role: "service", name: service, service, pod: null, entries });
  }
  for (const { name, service, pod, entries } of sources.top)
    if (!OWN.test(name)) others.push({ role: "source", name, service, pod, entries });
  return [...services.values(), ...others];
}

/** What is listed is known; elsewhere it has at most what the last of the listed has. */
function described(one: Held, told: readonly Row[]): Neighbour {
  const listed = new Set(one.rows);
  const of = one.role === "source" ? "sources" : "destinations";
  const rest = told.filter((row) => !listed.has(row)).map(({ node }) => node[of].unlisted);
  // a Service may have further addresses that are not listed
  const within = one.role === "service" ? one.rows.map(({ node }) => node[of].unlisted) : [];
  const inPart = one.rows.some(({ node }) => node.rowsAre !== "whole");
  const isExact = !inPart && [...rest, ...within].every((most) => most === 0);
  const isKnown = one.role !== "service" && !inPart && rest.every((most) => most !== null);
  const most = isExact
    ? one.entries
    : isKnown
      ? one.entries + rest.reduce<number>((sum, unlisted) => sum + (unlisted ?? 0), 0)
      : null;
  const causes = new Map<string, number>();
  for (const { node } of told)
    for (const cause of node.causes)
      if (isSure(cause.verdict) && cause.parties.includes(one.name))
        causes.set(cause.cause, (causes.get(cause.cause) ?? 0) + 1);
  return {
    role: one.role,
    name: one.name,
    service: one.service,
    pod: one.pod,
    nodes: one.rows.length,
    judged: told.length,
    entries: one.entries,
    bound: isExact ? "exact" : "at least",
    most,
    share: one.share,
    busy: one.busy.length,
    causes: [...causes]
      .filter(([, nodes]) => nodes >= SEVERAL)
      .map(([cause]) => cause)
      .sort(byText),
    on: someOf(one.busy),
  };
}
