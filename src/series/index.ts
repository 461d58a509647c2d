/** Files of samples that dashboards, exporters and shells write, as columns of one measure each. */
import { apartByCluster } from "./clusters.ts";
import type { SeriesFile } from "./file.ts";
import { headIn } from "./head.ts";
import { maybeHeadless, readHeadless } from "./headless.ts";
import { readJsonSeries } from "./json.ts";
import { maybeLines, readLines } from "./lines.ts";
import { maybeLoop, readLoop } from "./loop.ts";
import { readSar } from "./sar.ts";
import { readTable } from "./table.ts";
import type { Zone } from "./zone.ts";

export type { Column, SeriesFile } from "./file.ts";
export type { Zone } from "./zone.ts";

const JSON_WORDS =
  /"result"|"labels"|"frames"|"metric"|"values"|conntrack|"time|"ts"|"clock"|"schema"|"cols"|"series"|"sysstat"|Datapoints"/i;

/** JSON, perhaps as what a script calls. */
const BEGINS = /^(?:[\w.$]{1,64}\()?[[{](?:["{[\s]|version:)/;

/** Whether a text that begins so may be samples. */
export function maybeSeries(head: string): boolean {
  const start = head.replace(/^\ufeff/, "").trimStart();
  if (BEGINS.test(start) && JSON_WORDS.test(start)) return true;
  return (
    /^Linux \S+ \(/.test(start) ||
    headIn(start) !== null ||
    maybeLines(start) ||
    maybeHeadless(start) ||
    maybeLoop(start)
  );
}

/** Reads a text as samples; null of what is none. `about` is its path, `zone` that of clocks that name none. */
export const readSeries = (text: string, about: string, zone: Zone | null): SeriesFile | null =>
  apartByCluster(readAny(text, about, zone));

function readAny(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const bare = text.replace(/^\ufeff/, "").replace(/^sep=.\r?\n/i, "");
  if (BEGINS.test(bare.trimStart())) {
    const read = readJsonSeries(bare, about, zone);
    if (read !== null) return read;
  }
  return (
    readSar(bare, about, zone) ??
    readTable(bare, about, zone) ??
    readLines(bare, about, zone) ??
    readHeadless(bare, about, zone) ??
    readLoop(bare, about, zone)
  );
}
