import type { LineParser } from "./line-parser.ts";
import { FILE_SHAPE, faultOf, MANIFEST_SHAPE, MOST_FILES, type Shape } from "./manifest-shape.ts";
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
  /** Of a recorder: what it was that made it gather, and when, in seconds since boot. */
  recorder: { trigger: string; uptime: number } | null;
}

/** Characters of a manifest: 100,000 files at 160 characters each. */
const MAX_CHARACTERS = 16 * 2 ** 20;

/** As the collector writes it. */
type Written = Omit<ManifestFact, "started" | "ended" | "files" | "recorder"> & {
  recorder?: unknown;
  started: string;
  ended: string;
  files: Omit<ManifestFile, "line">[];
};

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
      check(json, entry, fileLines);
      const { started, ended, files, ...rest } = json;
      // The collector writes one file a line; in any other shape, all stand where the list begins.
      const oneEach = fileLines.length === files.length;
      const { schema: _, ...shape } = MANIFEST_SHAPE;
      return {
        ...only(rest, shape),
        recorder: recorderOf(json.recorder),
        started: Date.parse(started),
        ended: Date.parse(ended),
        files: files.map((row, index) => ({
          ...only(row, FILE_SHAPE),
          line: oneEach ? fileLines[index]! : (fileLines[0] ?? 1),
        })),
      };
    },
  };
};

const RECORDER = {
  trigger: { is: "text", least: 1, most: 256 },
  uptime: { is: "seconds" },
} as const satisfies Shape;

const recorderOf = (value: unknown): ManifestFact["recorder"] =>
  faultOf(value, RECORDER) === null
    ? only(value as { trigger: string; uptime: number }, RECORDER)
    : null;

function check(
  json: unknown,
  entry: string,
  fileLines: readonly number[],
): asserts json is Written {
  const wrong = faultOf(json, MANIFEST_SHAPE);
  if (wrong !== null) throw parseFailed(entry, 1, `${wrong.key || "the manifest"}: ${wrong.fault}`);
  const { files } = json as { files?: unknown };
  if (!Array.isArray(files) || files.length > MOST_FILES)
    throw parseFailed(entry, 1, `files: is no list of at most ${MOST_FILES}`);
  for (const [at, file] of files.entries()) {
    const fault = faultOf(file, FILE_SHAPE);
    if (fault === null) continue;
    const key = ["files", at, ...(fault.key === "" ? [] : [fault.key])].join(".");
    throw parseFailed(entry, fileLines[at] ?? 1, `${key}: ${fault.fault}`);
  }
}

/** Without the keys that a later release may have. */
const only = <T extends object>(value: T, shape: Shape): T =>
  Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(shape, key))) as T;
