import type { Digest } from "../report/digest-contract.ts";
import { FLEET, type Fleet, type FleetNode } from "../report/fleet-contract.ts";
import { causesOf } from "./causes.ts";
import { fillingOf } from "./filling.ts";
import { neighboursOf } from "./neighbours.ts";
import { capturedOf, notesOf } from "./notes.ts";
import { outliersOf } from "./outliers.ts";
import { isMachine, ofRow, primaryOf, type Row, rowsOf } from "./row.ts";
import { scopeOf, statesOf, titleOf } from "./scope.ts";
import { skewOf } from "./skew.ts";
import { summaryOf } from "./summary.ts";

/** Judges a fleet by its digest. Pure: the same digest gives the same fleet, to the byte. */
export function fleetOf(digest: Digest): Fleet {
  const rows = rowsOf(digest);
  const machines = rows.filter(isMachine);
  const scope = scopeOf(machines);
  const said = {
    states: statesOf(machines),
    outliers: outliersOf(rows),
    causes: causesOf(rows, digest.titles),
    neighbours: neighboursOf(rows),
    ...fillingOf(rows),
  };
  const outlierIn = outlierNames(said.outliers);
  return {
    schema: FLEET,
    title: titleOf(scope, machines),
    summary: summaryOf(rows, digest, said),
    scope,
    state: machines[0]?.node.state ?? "unknown",
    notes: notesOf(rows, digest),
    bundles: digest.bundles,
    failed: digest.failed,
    captured: capturedOf(rows),
    machines: machines.length,
    states: said.states,
    nodes: rows.map((row) => nodeOf(row, outlierIn.get(nameOf(ofRow(row))) ?? [])),
    outliers: said.outliers,
    causes: said.causes,
    neighbours: said.neighbours,
    ...skewOf(rows),
    filling: said.filling,
    notFilling: said.notFilling,
  };
}

const nameOf = (of: Pick<FleetNode, "host" | "namespace" | "bundle">): string =>
  JSON.stringify([of.host, of.namespace, of.host === null ? of.bundle : ""]);

function outlierNames({ metrics }: Fleet["outliers"]): ReadonlyMap<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { metric, outliers } of metrics)
    for (const one of outliers) names.set(nameOf(one), [...(names.get(nameOf(one)) ?? []), metric]);
  return names;
}

function nodeOf(row: Row, outlierIn: string[]): FleetNode {
  const { node, profile } = row;
  return {
    ...ofRow(row),
    state: node.state,
    capturedAt: node.capturedAt,
    windowSeconds: node.windowSeconds,
    truncated: node.truncated,
    captures: node.captures.length,
    capturesBound: node.capturesBound,
    kind: profile.kind,
    kernel: profile.kernel,
    os: profile.os,
    cpus: profile.cpus,
    memoryBytes: profile.memoryBytes,
    proxyMode: profile.proxyMode,
    entries: node.entries,
    entriesBound: node.entriesBound,
    limit: node.limit,
    utilization: node.utilization,
    peak: node.peak,
    growth: node.growth,
    secondsToFull: node.secondsToFull,
    demand: node.demand,
    dropped: node.dropped,
    evicted: node.evicted,
    insertFailed: node.insertFailed,
    uses: node.uses,
    primary: primaryOf(row)?.cause ?? null,
    causes: node.causes.map(({ cause, verdict, share }) => ({ cause, verdict, share })),
    outlierIn,
  };
}
