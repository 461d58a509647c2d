/** What is wrong with what lies in the folder of a recorder, which was only told of some counts. */
import { readFileSync } from "node:fs";
import { readFolder } from "../../src/commands/recorder-folder.ts";
import { unpack } from "../collector/collecting.ts";
import type { Recording } from "../recorder/recording.ts";

/** A row of a bundle: its time, or none where the clock was another, its uptime and its count. */
export interface BundleRow {
  readonly time: string;
  readonly uptime: number;
  readonly count: number;
}

export const rowsOf = (bundle: string, into: string): BundleRow[] =>
  unpack(readFileSync(bundle), into)
    .text("timeline.csv")
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => row.split(","))
    .map(([time = "", uptime, count]) => ({ time, uptime: Number(uptime), count: Number(count) }));

export function faultsIn(one: Recording, counts: ReadonlySet<number>, into: string): string[] {
  const faults: string[] = [];
  const { first, last } = readFolder(one.folder);
  for (const row of [first, last])
    if (row !== null && !counts.has(row.count)) faults.push(`the ring has ${row.count}`);
  for (const bundle of one.bundles()) {
    try {
      const rows = rowsOf(bundle, into);
      if (rows.some(({ count }) => !counts.has(count))) faults.push(`${bundle}: a false count`);
      if (rows.some(({ uptime }, at) => at > 0 && uptime <= rows[at - 1]!.uptime))
        faults.push(`${bundle}: rows out of order`);
    } catch (error) {
      faults.push(`${bundle}: ${(error as Error).message.split("\n")[0]}`);
    }
  }
  return faults;
}
