import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as zlib from "node:zlib";
import { ROOT, SINGLE } from "../cli/built.ts";
import { needs } from "../support/needs.ts";
import type { DataSet } from "./data-set.ts";
import { type Contestant, findCommand } from "./measure.ts";

/** Something to hold conntriage against, or the reason why this machine cannot run it. */
export interface Yardstick extends Contestant {
  title: string;
  missing: string | null;
}

/** What every run needs: in CI their absence is a failure, elsewhere an error that says so. */
export function demandBasics(): void {
  const missing = needs({ commands: ["awk", "gzip", "zcat", "tar"] });
  if (missing !== null) throw new Error(`the bench ${missing}`);
}

/** mawk is by far the fastest awk. */
export const AWK = findCommand("mawk") === null ? "awk" : "mawk";
export const ONE_PASS = fileURLToPath(new URL("one-pass.awk", import.meta.url));
/** 70 MB, so it is no dependency: who wants to see it installs it. */
const DUCKDB_PACKAGE = "@duckdb/node-api@1.5.6-r.1";
const DUCKDB = fileURLToPath(new URL("duckdb.mjs", import.meta.url));

const shell = (line: string, ...args: string[]): string[] => ["sh", "-c", line, "sh", ...args];
const absent = (command: string): string | null =>
  findCommand(command) === null ? `no ${command} on this machine` : null;
const analyse = (archive: string, scratch: string): string[] => [
  process.execPath,
  SINGLE,
  "analyze",
  archive,
  "-f",
  "json",
  "-o",
  scratch,
];
const NO_ZSTD = `Node ${process.versions.node} cannot read zstd`;

/** conntriage first, `zcat` second. All start from the archive. */
export function yardsticks({ dump, gz, zst, member }: DataSet, scratch: string): Yardstick[] {
  const patience = dump.rows < 5e6 || dump.spoofed < 1 ? null : "left out: minutes a run";
  const usual = (program: string): string[] =>
    shell(`tar -xzOf "$1" "$2" | ${AWK} '${program}' | sort | uniq -c | sort -rn`, gz, member);
  const table = join(scratch, member);
  return [
    {
      id: "conntriage",
      title: "conntriage, whole analysis to JSON",
      argv: analyse(gz, scratch),
      missing: null,
    },
    { id: "zcat", title: "`zcat` alone", argv: shell('exec zcat "$1"', gz), missing: null },
    {
      id: "protocols",
      title: `usual pipeline: protocols (${AWK}, sort, uniq)`,
      argv: usual("{print $1}"),
      missing: patience,
    },
    {
      id: "states",
      title: `usual pipeline: TCP states (${AWK}, sort, uniq)`,
      argv: usual('$1 == "tcp" {print $4}'),
      missing: patience,
    },
    {
      id: "one-pass",
      title: `one pass of ${AWK}, the same counts`,
      argv: shell(`tar -xzOf "$1" "$2" | ${AWK} -f "$3"`, gz, member, ONE_PASS),
      missing: patience,
    },
    {
      id: "duckdb",
      title: "DuckDB, the same counts",
      // from a file it reads with all cores, from a pipe with one: unpacking first is the faster way
      argv: shell(
        'tar -xzf "$1" -C "$2" "$3" && node "$4" "$5" && rm -r "$(dirname "$5")"',
        ...[gz, scratch, member, DUCKDB, table],
      ),
      missing:
        patience ??
        (hasDuckdb() ? null : `not installed: \`npm install --no-save ${DUCKDB_PACKAGE}\``),
    },
    {
      id: "zstd",
      title: "`zstd -dc` of the same as .tar.zst",
      argv: ["zstd", "-dcq", zst ?? ""],
      missing: zst === null ? (absent("zstd") ?? "no .tar.zst was packed") : absent("zstd"),
    },
    {
      id: "conntriage-zst",
      title: "conntriage of the .tar.zst",
      argv: analyse(zst ?? "", scratch),
      missing:
        zst === null ? "no .tar.zst was packed" : "createZstdDecompress" in zlib ? null : NO_ZSTD,
    },
  ];
}

const SAMPLE = join(ROOT, "samples/time-wait-churn/bundle.tar.gz");

/** What a command costs before it has anything to do. */
export const startUps = (scratch: string): Yardstick[] =>
  [
    ["empty", "`node -e 0`", ["-e", "0"]],
    ["version", "`conntriage --version`", [SINGLE, "--version"]],
    ["help", "`conntriage --help`", [SINGLE, "--help"]],
    ["sample", "a captured sample to JSON", analyse(SAMPLE, scratch).slice(1)],
  ].map(([id, title, args]) => ({
    id: id as string,
    title: title as string,
    argv: [process.execPath, ...(args as string[])],
    missing: null,
  }));

function hasDuckdb(): boolean {
  try {
    createRequire(import.meta.url).resolve("@duckdb/node-api");
    return true;
  } catch {
    return false;
  }
}
