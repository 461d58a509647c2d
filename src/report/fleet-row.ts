import * as z from "zod";
import { USES } from "../attribution/uses.ts";
import { STATES } from "../causes/state.ts";
import type { Fleet, FleetNode } from "./fleet-contract.ts";

const text = z.string().nullable();
const count = z.number().int().nonnegative().nullable();
const number = z.number().nullable();

/** The column of a use: `use_time_wait`. */
const columnOf = (use: string): string => `use_${use.replaceAll("-", "_")}`;

/**
 * One row a node, for a table: flat, each column of one type in every row, null where it is not known. Names are of
 * small letters, digits and `_`, which every engine takes unquoted. Within version 1, columns are only added.
 */
export const fleetRowSchema = z.object({
  schema: z.literal("conntriage/fleet-row/1"),
  host: text,
  namespace: text,
  bundle: z.string(),
  captured_at: text.describe("a timestamp, UTC"),
  window_seconds: number,
  truncated: z.boolean(),
  captures: z.number().int(),
  state: z.enum(STATES),
  host_kind: z.string(),
  kernel: text,
  os: text,
  cpus: count,
  memory_bytes: count,
  proxy_mode: text,
  entries: count,
  entries_at_least: z.boolean(),
  entries_limit: count,
  utilization: number,
  utilization_peak: number,
  growth_per_second: number,
  seconds_to_full: number,
  demand_low: count,
  demand_high: count,
  packets_dropped: count,
  entries_evicted: count,
  inserts_failed: count,
  primary_cause: text,
  primary_verdict: text,
  primary_share: number,
  causes: z.string().describe("ids, those that are found, with commas between; empty for none"),
  outlier_in: z.string().describe("what the node sticks out in, with commas between"),
  ...(Object.fromEntries(Object.keys(USES).map((use) => [columnOf(use), count])) as Record<
    `use_${string}`,
    typeof count
  >),
});

type FleetRow = z.infer<typeof fleetRowSchema>;

function rowOf(node: FleetNode): FleetRow {
  const primary = node.causes.find(({ cause }) => cause === node.primary);
  const hasRows = Object.keys(node.uses).length > 0;
  return {
    schema: "conntriage/fleet-row/1",
    host: node.host,
    namespace: node.namespace,
    bundle: node.bundle,
    captured_at: node.capturedAt,
    window_seconds: node.windowSeconds,
    truncated: node.truncated,
    captures: node.captures,
    state: node.state,
    host_kind: node.kind,
    kernel: node.kernel,
    os: node.os,
    cpus: node.cpus,
    memory_bytes: node.memoryBytes,
    proxy_mode: node.proxyMode,
    entries: node.entries,
    entries_at_least: node.entriesBound === "at least",
    entries_limit: node.limit,
    utilization: node.utilization,
    utilization_peak: node.peak,
    growth_per_second: node.growth,
    seconds_to_full: node.secondsToFull,
    demand_low: node.demand?.low ?? null,
    demand_high: node.demand?.high ?? null,
    packets_dropped: node.dropped,
    entries_evicted: node.evicted,
    inserts_failed: node.insertFailed,
    primary_cause: node.primary,
    primary_verdict: primary?.verdict ?? null,
    primary_share: primary?.share ?? null,
    causes: node.causes.map(({ cause }) => cause).join(","),
    outlier_in: node.outlierIn.join(","),
    ...Object.fromEntries(
      Object.keys(USES).map((use) => [columnOf(use), hasRows ? (node.uses[use] ?? 0) : null]),
    ),
  } as FleetRow;
}

/** NDJSON, which DuckDB, Spark and BigQuery read as it is; a row at a time. */
export function* rowLines({ nodes }: Fleet): Generator<string> {
  for (const node of nodes) yield `${JSON.stringify(rowOf(node))}\n`;
}
