import { hex32, parseFailed, words } from "./values.ts";

/**
 * Counters of which the kernel keeps one per CPU.
 *
 * Unit: events since boot, 32 bit, wrapping. A counter that the kernel or tool does not have is
 * absent from `perCpu`, never 0. Every list is as long as `cpuLines`.
 */
export interface PerCpuCounters {
  /** Counter name to its value on each CPU, in the order of the rows. */
  perCpu: Map<string, number[]>;
  /** The line of each CPU's row; in a form without rows, the line of the first counter. */
  cpuLines: number[];
}

/** What a counter rose by between two samples. Unknown (null) when the counter began anew. */
export type CounterDelta =
  | { delta: number; wrapped: boolean; restarted: false }
  | { delta: null; wrapped: boolean; restarted: true };

/** The sum over all CPUs, or null when the counter is absent. */
export function sumCounter(fact: PerCpuCounters, name: string): number | null {
  const values = fact.perCpu.get(name);
  return values === undefined ? null : values.reduce((sum, value) => sum + value, 0);
}

const WRAP = 2 ** 32;
const HALF = 2 ** 31;

/**
 * What a counter rose by from `start` to `end`, CPU by CPU. A fall by more than half the range is
 * taken for a 32-bit wrap, any other fall for a restart. Null when the counter is absent from a
 * sample, or when the samples are of different numbers of CPUs.
 */
export function deltaCounter(
  start: PerCpuCounters,
  end: PerCpuCounters,
  name: string,
): CounterDelta | null {
  const before = start.perCpu.get(name);
  const after = end.perCpu.get(name);
  if (before === undefined || after === undefined || before.length !== after.length) return null;
  let delta = 0;
  let wrapped = false;
  let restarted = false;
  for (const [cpu, from] of before.entries()) {
    const rise = (after[cpu] ?? from) - from;
    if (rise < -HALF) wrapped = true;
    else if (rise < 0) restarted = true;
    delta += rise < -HALF ? rise + WRAP : rise;
  }
  return restarted ? { delta: null, wrapped, restarted } : { delta, wrapped, restarted };
}

/** A table of the kernel with a header row of names and a row of hexadecimal cells per CPU. */
export interface HexTable extends PerCpuCounters {
  headerLine: number;
}

/** No machine has more; what follows is no such table. */
const MAX_CPUS = 65_536;

/**
 * Reads such a table; columns are found by name. One bad row spoils every sum, so it fails the
 * entry instead of being skipped.
 */
export function hexTable(entry: string, firstColumn: string, rename: (name: string) => string) {
  const table: HexTable = { headerLine: 0, perCpu: new Map(), cpuLines: [] };
  let names: string[] = [];
  let badLine = 0;
  return {
    line(text: string, number: number): void {
      const cells = words(text);
      if (cells.length === 0 || badLine > 0) return;
      if (table.headerLine === 0) {
        if (cells[0] !== firstColumn || cells.length > 64) {
          badLine = number;
          return;
        }
        table.headerLine = number;
        names = cells.map(rename);
        for (const name of names) table.perCpu.set(name, []);
        return;
      }
      const values = cells.map(hex32);
      if (
        cells.length !== names.length ||
        values.includes(null) ||
        table.cpuLines.length >= MAX_CPUS
      ) {
        badLine = number;
        return;
      }
      for (const [column, name] of names.entries()) {
        table.perCpu.get(name)?.push(values[column] ?? 0);
      }
      table.cpuLines.push(number);
    },
    end(): HexTable {
      if (badLine > 0) {
        const wanted = table.headerLine === 0 ? `a header that begins with "${firstColumn}"` : "";
        throw parseFailed(
          entry,
          badLine,
          wanted === ""
            ? `expected ${names.length} hexadecimal cells, as many as the header names`
            : `expected ${wanted}`,
        );
      }
      if (table.cpuLines.length === 0) {
        throw parseFailed(entry, Math.max(1, table.headerLine), "no row of counters");
      }
      return table;
    },
  };
}
