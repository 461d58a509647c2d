import { USES } from "../attribution/uses.ts";
import type { Fleet } from "../report/fleet-contract.ts";
import { isMachine, ofRow, type Row } from "./row.ts";
import { FEWEST, spreadOf } from "./statistics.ts";

/** A number by which nodes are held against each other, and the difference from the median that matters. */
interface Metric {
  metric: string;
  title: string;
  unit: string;
  least: number;
  /** Too little is worth a word, too. */
  both?: boolean;
  read(row: Row): number | null;
}

const perSecond = (counted: number | null, seconds: number | null): number | null =>
  counted === null || seconds === null || seconds <= 0 ? null : counted / seconds;

const METRICS: readonly Metric[] = [
  {
    metric: "utilization",
    title: "highest use of the limit within the window",
    unit: "share",
    least: 0.1,
    both: true,
    read: ({ node }) => node.peak,
  },
  {
    metric: "growth",
    title: "growth of the table within the window",
    unit: "entries/s",
    least: 10,
    read: ({ node }) => node.growth,
  },
  {
    metric: "insert-failed",
    title: "entries that could not be inserted",
    unit: "entries/s",
    least: 10,
    read: ({ node }) => perSecond(node.insertFailed, node.windowSeconds),
  },
  ...Object.entries(USES).map(
    ([use, meaning]): Metric => ({
      metric: `use:${use}`,
      title: `${meaning}, of the limit`,
      unit: "share",
      least: 0.1,
      read: ({ node }) =>
        node.rowsAre === "whole" && node.limit !== null && node.limit > 0
          ? (node.uses[use as keyof typeof USES] ?? 0) / node.limit
          : null,
    }),
  ),
];

/** The nodes that stick out, by each number of which enough nodes tell. */
export function outliersOf(rows: readonly Row[]): Fleet["outliers"] {
  const machines = rows.filter(isMachine);
  const metrics = METRICS.flatMap((one) => judged(one, machines));
  const reason =
    metrics.length > 0
      ? null
      : machines.length < FEWEST
        ? `too few nodes to judge: of fewer than ${FEWEST} nobody can tell which is usual`
        : `too few nodes to judge: of fewer than ${FEWEST} the count and the limit are known`;
  return { fewest: FEWEST, reason, metrics };
}

function judged(
  { metric, title, unit, least, both = false, read }: Metric,
  machines: readonly Row[],
): Fleet["outliers"]["metrics"] {
  const known = machines.flatMap((row) => {
    const value = read(row);
    return value === null ? [] : [{ row, value }];
  });
  const spread = spreadOf(
    known.map(({ value }) => value),
    least,
  );
  if (spread === null) return [];
  const out = known
    .filter(({ value }) => spread.sticksOut(value) && (both || value > spread.median))
    .sort((a, b) => Math.abs(b.value - spread.median) - Math.abs(a.value - spread.median));
  // of a use that no node has there is nothing to say
  if (out.length === 0 && metric.startsWith("use:")) return [];
  return [
    {
      metric,
      title,
      unit,
      nodes: known.length,
      median: spread.median,
      mad: spread.mad,
      outliers: out.map(({ row, value }) => ({
        ...ofRow(row),
        value,
        distance: spread.distance(value),
      })),
    },
  ];
}
