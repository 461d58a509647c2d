import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AnalyzerError } from "../errors.ts";

/** What lies in the folder of a recorder, whose files it may have been writing when it ended. */
export interface RecorderFolder {
  /** Newest last. */
  bundles: { file: string; bytes: number }[];
  /** The rows of the ring that are whole: the first and the last of them. */
  rows: number;
  first: Row | null;
  last: Row | null;
  /** What the recorder says of itself, by name: its options, and how often it was triggered. */
  told: Record<string, string>;
  /** The last lines of what it did. */
  log: string[];
}

interface Row {
  /** ISO 8601, UTC. */
  time: string;
  uptime: number;
  count: number;
  max: number | null;
}

const BUNDLE = /^incident-\d{6}-\d{8}T\d{6}Z\.tar\.gz$/;
const SLOT = /^1\d{3}\.csv$/;
/** A row of the ring: one that was cut, or written over by half, has another form. */
const ROW =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ),(\d{1,12}\.\d\d),(\d{1,12}),(\d{0,12})(?:,\d{1,20}){7} *$/;
const WORD = /(?:^| )([a-z_]{1,20})=([\w.:%-]{0,64})(?= |$)/g;
const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [ -~]{1,400}$/;
const LINES = 8;
/** A minute of rows is 16 kB, and the log is begun anew from 64 kB on. */
const MOST_BYTES = 2 ** 20;

/** @throws AnalyzerError `BUNDLE_UNREADABLE` where it is no folder of a recorder */
export function readFolder(folder: string): RecorderFolder {
  const names = list(folder);
  const ring = list(join(folder, "ring"));
  const bundles = (names ?? [])
    .filter((name) => BUNDLE.test(name))
    .sort()
    .flatMap((name) => {
      const bytes = sizeOf(join(folder, name));
      return bytes === null ? [] : { file: join(folder, name), bytes };
    });
  if (names === null || (ring === null && bundles.length === 0))
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${folder}: no recorder wrote there; give the folder that collect.sh --watch -o names`,
    );
  const rows = (ring ?? [])
    .filter((name) => SLOT.test(name))
    .flatMap((name) => rowsOf(text(join(folder, "ring", name))))
    .sort((a, b) => a.uptime - b.uptime);
  return {
    bundles,
    rows: rows.length,
    first: rows[0] ?? null,
    last: rows.at(-1) ?? null,
    told: Object.fromEntries(
      [...text(join(folder, "status")).matchAll(WORD)].map(([, key, value]) => [key!, value!]),
    ),
    log: text(join(folder, "log"))
      .split("\n")
      .filter((line) => LINE.test(line))
      .slice(-LINES),
  };
}

function rowsOf(csv: string): Row[] {
  return csv.split("\n").flatMap((line) => {
    const [, time, uptime, count, max] = ROW.exec(line) ?? [];
    return time === undefined
      ? []
      : {
          time,
          uptime: Number(uptime),
          count: Number(count),
          max: max === "" ? null : Number(max),
        };
  });
}

const list = (folder: string): string[] | null => {
  try {
    return readdirSync(folder);
  } catch {
    return null;
  }
};

/** Of a regular file; null where there is none, or no longer. */
function sizeOf(file: string): number | null {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : null;
}

function text(file: string): string {
  const size = sizeOf(file);
  if (size === null || size > MOST_BYTES) return "";
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
