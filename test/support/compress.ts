import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";

/** What a compression is taken off by here, and the command that puts it on; null is Node itself. */
const COMMANDS = {
  gzip: null,
  xz: ["xz", "-T1", "-c"],
  bzip2: ["bzip2", "-c"],
  zstd: ["zstd", "-q", "-c"],
} as const satisfies Record<string, readonly string[] | null>;

export type Format = keyof typeof COMMANDS;
export const FORMATS = Object.keys(COMMANDS) as Format[];
export const ENDINGS: Readonly<Record<Format, string>> = {
  gzip: "gz",
  xz: "xz",
  bzip2: "bz2",
  zstd: "zst",
};
/** The commands that {@link compress} needs. */
export const COMPRESSORS = ["xz", "bzip2", "zstd"];

/** Bytes compressed by the usual command, under options of it. */
export function compress(
  format: Format,
  bytes: Uint8Array | string,
  ...options: string[]
): Uint8Array {
  const command = COMMANDS[format];
  if (command === null) return new Uint8Array(gzipSync(bytes));
  const [program, ...usual] = command;
  const { status, stdout } = spawnSync(program, [...usual, ...options], {
    input: bytes,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${program} failed with ${status}`);
  return new Uint8Array(stdout);
}
