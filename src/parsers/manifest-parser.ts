// The form of zod that loads in 10 ms; its newer one, small or not, takes 50, a fifth of a small analysis.
import { z } from "zod/v3";
import { LIMITS } from "../limits.ts";
import type { LineParser } from "./line-parser.ts";
import { parseFailed } from "./values.ts";

/** One file of the bundle, or one that could not be taken. Texts are untrusted. */
export interface ManifestFile {
  path: string;
  command: string;
  /** Exit code of the command; null when it was not run. */
  exit: number | null;
  seconds: number;
  /** Null when there is no such file; `reason` then says why. */
  bytes: number | null;
  /** True when the file is there in part; `reason` says why. */
  cut: boolean;
  reason: string | null;
  sha256: string | null;
  /** Its line in manifest.json. */
  line: number;
}

/**
 * What the collector did, in its own words.
 *
 * Source: manifest.json of the collector's bundle, written last: without it, the collector did not
 * finish. Times are milliseconds since 1970, `…Uptime` seconds since boot.
 */
export interface ManifestFact {
  collector: string;
  arguments: string;
  hostname: string;
  started: number;
  ended: number;
  startedUptime: number;
  endedUptime: number;
  uid: number;
  /** Inode of the collector's network namespace, and of process 1's; null when unreadable. */
  netns: string | null;
  netnsOfPid1: string | null;
  files: ManifestFile[];
}

/** The shape of a manifest, by any form of zod. */
export function manifestShape(zod: typeof z) {
  const time = zod
    .string()
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .pipe(zod.number());
  const count = zod.number().int().safe().nonnegative();
  const seconds = zod.number().finite().nonnegative();
  const file = zod.object({
    path: zod.string().min(1).max(1024),
    command: zod.string().max(4096),
    exit: zod.number().int().safe().nullable(),
    seconds,
    bytes: count.nullable(),
    cut: zod.boolean(),
    reason: zod.string().max(4096).nullable(),
    sha256: zod.string().max(64).nullable(),
  });
  return zod.object({
    schema: zod.literal("conntriage/bundle/1"),
    collector: zod.string().max(64),
    arguments: zod.string().max(4096),
    hostname: zod.string().max(253),
    started: time,
    ended: time,
    startedUptime: seconds,
    endedUptime: seconds,
    uid: count,
    netns: zod.string().max(64).nullable(),
    netnsOfPid1: zod.string().max(64).nullable(),
    files: zod.array(file).max(LIMITS.entries),
  });
}
const schema = manifestShape(z);

/** Characters of a manifest: 100,000 files at 160 characters each. */
const MAX_CHARACTERS = 16 * 2 ** 20;

/** @throws AnalyzerError `PARSE_FAILED` when it is no JSON, or a key is missing or of another type. */
export const manifestParser: LineParser<ManifestFact> = (entry) => {
  const lines: string[] = [];
  const fileLines: number[] = [];
  let characters = 0;
  return {
    line(text, number) {
      characters += text.length + 1;
      if (characters > MAX_CHARACTERS) return;
      lines.push(text);
      if (text.includes('"path"')) fileLines.push(number);
    },
    end() {
      if (characters > MAX_CHARACTERS) throw parseFailed(entry, 1, "the manifest is over 16 MiB");
      let json: unknown;
      try {
        json = JSON.parse(lines.join("\n"));
      } catch {
        throw parseFailed(entry, Math.max(1, lines.length), "the manifest is no JSON, maybe cut");
      }
      const parsed = schema.safeParse(json);
      if (!parsed.success) {
        const { path = [], message } = parsed.error.issues[0] ?? { message: "not a manifest" };
        const where = path.length > 0 ? path.join(".") : "the manifest";
        const place = path[0] === "files" ? (fileLines[Number(path[1])] ?? 1) : 1;
        throw parseFailed(entry, place, `${where}: ${message}`);
      }
      const { schema: _, files, ...rest } = parsed.data;
      // The collector writes one file a line; in any other shape, all stand where the list begins.
      const oneEach = fileLines.length === files.length;
      const placed = files.map((row, index) => ({
        ...row,
        line: oneEach ? fileLines[index]! : (fileLines[0] ?? 1),
      }));
      return { ...rest, files: placed };
    },
  };
};
