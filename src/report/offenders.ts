import type { Attribution, UseShare } from "../attribution/attribution.ts";
import { type Offender, TOP } from "../attribution/offenders.ts";
import { type Path, targetText } from "../attribution/paths.ts";
import type { Use } from "../attribution/uses.ts";
import type { Facts } from "../facts/facts.ts";
import type { SignalName } from "../signals/index.ts";
import { UDP_USES } from "../signals/mix.ts";
import type { AnalysisFinding } from "./contract.ts";
import { withOwners, withPods } from "./owners.ts";

/** How many of each kind a report names. */
const MOST = 5;

/** The uses that a counting signal sums, for naming who holds them. */
function usesOf(signal: SignalName): readonly Use[] {
  if (signal === "udp.entries") return UDP_USES;
  if (signal === "nodePorts.short.entries") return ["time-wait"];
  if (signal === "silentPort.entries") return ["unanswered-syn"];
  if (signal === "oneWay.entries" || signal === "halfNotrack.entries")
    return ["one-way-established", "unanswered-syn"];
  if (signal === "udpServer.entries") return [...UDP_USES, "udp-stream"];
  const use = /^use\.(.+)\.entries$/.exec(signal)?.[1];
  return use === undefined ? [] : [use as Use];
}

/** Who holds the entries that a cause counts, those with most first. */
export function offendersOf(
  holds: readonly SignalName[],
  attribution: Attribution | null,
  facts: Facts,
): AnalysisFinding["offenders"] {
  const shares =
    attribution === null ? [] : holds.flatMap(usesOf).map((use) => attribution.uses[use]);
  const paths = holds.includes("blackHole.entries") ? (attribution?.lostUdp.top ?? []) : [];
  const lost = (part: (path: Path) => string, service: (path: Path) => string | null) =>
    paths.map((path) => ({ name: part(path), service: service(path), entries: path.entries }));
  const silent = holds.includes("endpoints.silent.entries") ? attribution?.silentEndpoints.top : [];
  const top = (key: "destinations" | "endpoints" | "sources", others: readonly Offender[] = []) =>
    merged([...others, ...shares.flatMap((share) => sureFirst(share[key], distinct(share, key)))])
      .sort((a, b) => b.entries - a.entries)
      .slice(0, MOST);
  const named = (key: "destinations" | "endpoints" | "sources", others?: readonly Offender[]) =>
    withPods(top(key, others), facts);
  return {
    destinations: named(
      "destinations",
      lost(
        ({ to, protocol }) => `${targetText(to)}/${protocol}`,
        ({ service }) => service,
      ),
    ),
    endpoints: named("endpoints", [
      ...(silent ?? []),
      ...lost(
        ({ endpoint }) => targetText(endpoint),
        () => null,
      ),
    ]),
    sources: withOwners(top("sources"), facts, top("destinations")),
  };
}

/** How many of them a use has; of endpoints nobody counts how many. */
function distinct(share: UseShare, key: "destinations" | "endpoints" | "sources"): number {
  if (key === "endpoints") return Number.POSITIVE_INFINITY;
  return key === "sources" ? share.sourceCount : share.destinationCount;
}

/** An offender; by chance in its list where its equals are not, at the end of what was cut. */
type Listed = Offender & { byChance?: boolean };

function sureFirst(list: readonly Offender[], all: number): readonly Listed[] {
  if (list.length < TOP || all <= TOP) return list;
  const least = list.at(-1)!.entries;
  return list.map((one) => (one.entries === least ? { ...one, byChance: true } : one));
}

/**
 * Who holds entries of several uses, or by several paths, stands once. What stands in a list by chance is not added,
 * or one of equals would come before the others for it.
 */
function merged(all: readonly Listed[]): Offender[] {
  const byName = new Map<string, Offender>();
  for (const { byChance = false, ...one } of [...all].sort(byChanceLast)) {
    const known = byName.get(one.name);
    if (known === undefined) byName.set(one.name, one);
    else if (!byChance) byName.set(one.name, { ...known, entries: known.entries + one.entries });
    else if (one.entries > known.entries) byName.set(one.name, one);
  }
  return [...byName.values()];
}

const byChanceLast = (a: Listed, b: Listed): number =>
  Number(a.byChance ?? false) - Number(b.byChance ?? false);
