import { type Facts, latest } from "../facts/facts.ts";
import { formatNumber } from "../format.ts";
import { combine } from "./combine.ts";
import { DEMAND_SIGNALS } from "./demand.ts";
import { fromFact } from "./from-facts.ts";
import { limitAsked } from "./limit-asked.ts";
import type { Reading, Signal, SignalContext } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { limitSetSince } from "./table-limit.ts";

/**
 * Memory of one entry in bytes, extensions included: 256 + 128 since Linux 6.0, 320 + 128 before. Measured
 * on 6.18: 262,144 entries took 98,072 kB.
 */
export function entryBytes(facts: Facts): number {
  const version = latest(facts, "kernel-version")?.fact;
  return version !== undefined && version.major < 6 ? 448 : 384;
}
const BUCKET_BYTES = 8;
/** The table may take this part of the node's memory before the advice asks for less traffic instead. */
const MEMORY_SHARE = 0.05;
/** The advised limit leaves the measured peak at half of it. */
const HEADROOM = 2;
/** Beside the demand the kernel counts expired entries until it collects them: measured, a third and more. */
const UNCOLLECTED = 1.5;
const roundUp = (n: number): number => Math.ceil(n / 16_384) * 16_384;

const cpus = (context: SignalContext): Reading =>
  fromFact(context, "cpus", ({ fact }) => ({ value: fact.cpus, line: fact.line }));
const memory = (context: SignalContext): Reading =>
  fromFact(context, "meminfo", ({ fact }) => fact.bytes.get("MemTotal") ?? null);

/** What the table needs, whatever host it is on: twice the peak, or what it would hold if nothing were refused. */
function neededMax(context: SignalContext): Reading {
  const limit = TABLE_SIGNALS["table.max"].read(context);
  const peak = TABLE_SIGNALS["table.utilization.peak"].read(context);
  const demand = DEMAND_SIGNALS["demand.high"].read(context);
  const since = limitSetSince(context.facts) ?? 0;
  return combine(
    [limit, peak],
    (max, share) => {
      const held = roundUp(share * max * HEADROOM);
      const asked = demand.value === null ? 0 : roundUp(Number(demand.value) * UNCOLLECTED);
      const needed = Math.max(max, held, asked);
      return since >= needed ? null : needed;
    },
    { wants: "sysctl", reason: `it was set to ${formatNumber(since)} after the count was taken` },
  );
}

/**
 * The advised limit: kube-proxy's own formula (32768 a CPU, at least 131072), twice the peak, or of a full table
 * what it would hold if nothing were refused, or what a sysctl file asks for, whichever is most, as far as memory
 * allows, and never below the live limit.
 */
function advisedMax(context: SignalContext): Reading {
  const limit = TABLE_SIGNALS["table.max"].read(context);
  const needed = neededMax(context);
  // whoever wrote a larger one into a file wants no less
  const asked = Number(limitAsked(context).value ?? 0);
  return combine([limit, needed, cpus(context), memory(context)], (max, least, n, bytes) => {
    const wanted = Math.max(32_768 * n, 131_072, least, asked);
    const affordable = Math.floor(
      (bytes * MEMORY_SHARE) / (entryBytes(context.facts) + BUCKET_BYTES),
    );
    return Math.max(max, Math.min(wanted, affordable));
  });
}

/** One bucket an entry as kernels since 5.15 have it, a quarter before; never fewer than there are. */
function advisedBuckets(context: SignalContext): Reading {
  const version = latest(context.facts, "kernel-version")?.fact;
  const old =
    version !== undefined && (version.major < 5 || (version.major === 5 && version.minor < 15));
  const live = TABLE_SIGNALS["table.buckets"].read(context);
  return combine(
    [advisedMax(context), ...(live.value === null ? [] : [live])],
    (max, buckets = 0) => Math.max(buckets, old ? Math.ceil(max / 4) : max),
  );
}

export const SIZING_SIGNALS = {
  "node.cpus": { unit: "CPUs", title: "CPUs of the node", command: "nproc", read: cpus },
  "node.memory": {
    unit: "bytes",
    title: "memory of the node",
    command: "grep MemTotal /proc/meminfo",
    read: memory,
  },
  "sizing.needed": {
    unit: "entries",
    title: "limit that the table needs, whatever the size of the host",
    command: "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max",
    read: neededMax,
  },
  "sizing.neededMemory": {
    unit: "bytes",
    title: "memory of a full table of the limit that it needs",
    command: "grep nf_conntrack /proc/slabinfo",
    read: (context) => combine([neededMax(context)], (max) => max * entryBytes(context.facts)),
  },
  "memory.availableShare": {
    unit: "share",
    title: "memory of the node that is available",
    command: "grep -E 'MemTotal|MemAvailable' /proc/meminfo",
    read: (context) =>
      combine(
        [
          fromFact(context, "meminfo", ({ fact }) => fact.bytes.get("MemAvailable") ?? null),
          memory(context),
        ],
        (available, total) => (total > 0 ? available / total : null),
        { wants: "meminfo", reason: "the node has no memory by its own account" },
      ),
  },
  "sizing.limitShare": {
    unit: "share",
    title: "part of the node's memory that a full table would take",
    command: "sysctl net.netfilter.nf_conntrack_max; grep MemTotal /proc/meminfo",
    read: (context) =>
      combine(
        [TABLE_SIGNALS["table.max"].read(context), memory(context)],
        (max, total) => (total > 0 ? (max * entryBytes(context.facts)) / total : null),
        { wants: "meminfo", reason: "the node has no memory by its own account" },
      ),
  },
  "sizing.max": {
    unit: "entries",
    title: "advised limit for this node",
    command: "sysctl net.netfilter.nf_conntrack_max",
    read: advisedMax,
  },
  "sizing.buckets": {
    unit: "buckets",
    title: "advised hash buckets for this node",
    command: "cat /sys/module/nf_conntrack/parameters/hashsize",
    read: advisedBuckets,
  },
  "sizing.memory": {
    unit: "bytes",
    title: "memory of a full table of the advised limit",
    command: "grep nf_conntrack /proc/slabinfo",
    read: (context) =>
      combine(
        [advisedMax(context), advisedBuckets(context)],
        (max, buckets) => max * entryBytes(context.facts) + buckets * BUCKET_BYTES,
      ),
  },
} as const satisfies Record<string, Signal>;
