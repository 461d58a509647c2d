/** Files of samples that dashboards, exporters and shells write, as columns of one measure each. */
import type { SeriesFile } from "./file.ts";
import { readJsonSeries } from "./json.ts";
import { readSar } from "./sar.ts";
import { headIn, readTable } from "./table.ts";
import type { Zone } from "./zone.ts";

export type { Column, SeriesFile } from "./file.ts";
export type { Zone } from "./zone.ts";

/** Whether a text that begins so may be samples. */
export function maybeSeries(head: string): boolean {
  const start = head.replace(/^\ufeff/, "").trimStart();
  if (/^[[{]/.test(start))
    return /"result"|"labels"|"frames"|"metric"|"values"|conntrack|"time|"ts"/i.test(start);
  return /^Linux \S+ \(/.test(start) || headIn(start) !== null;
}

/** Reads a text as samples; null of what is none. `about` is its path, `zone` that of clocks that name none. */
export function readSeries(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const bare = text.replace(/^\ufeff/, "").replace(/^sep=.\r?\n/i, "");
  if (/^\s*[[{]/.test(bare)) return readJsonSeries(bare, about, zone);
  return readSar(bare, about, zone) ?? readTable(bare, about, zone);
}
