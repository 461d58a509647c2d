import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A row of the ring that is whole, as the recorder's own export takes them. */
const ROW = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ,(\d+\.\d\d),(\d+),\d*(?:,\d+){7} *$/;

export interface RingRow {
  readonly uptime: number;
  readonly count: number;
}

/** All whole rows that lie in a ring, by time. */
export const rowsIn = (ring: string): RingRow[] =>
  readdirSync(ring)
    .filter((name) => /^1\d{3}\.csv$/.test(name))
    .flatMap((name) => readFileSync(join(ring, name), "utf8").split("\n"))
    .flatMap((line) => {
      const [, uptime, count] = ROW.exec(line) ?? [];
      return uptime === undefined ? [] : [{ uptime: Number(uptime), count: Number(count) }];
    })
    .sort((a, b) => a.uptime - b.uptime);
