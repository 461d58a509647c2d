import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import { CAUSES } from "../../src/causes/index.ts";
import { type Claims, nameOf } from "../../src/layouts/index.ts";
import type { SourceName } from "../../src/parsers/index.ts";
import { SAMPLE_IDS } from "../causes/sample.ts";
import { sampleArchives } from "../damage/archives.ts";
import { openBytes } from "../damage/open-bytes.ts";
import { KINDS } from "../field/kinds.ts";
import { readAll, tarOf } from "../support/archives.ts";
import { compress, type Format } from "../support/compress.ts";
import { HOSTILE_BUNDLE } from "../support/hostile-bundle.ts";
import { zipOf } from "../support/zips.ts";
import { SAMPLES } from "../truth/samples.ts";
import { type Input, oneFile } from "./input.ts";

/** Bytes of one entry of a sample that are changed: of a dump's thousands of rows some hundred do as well. */
const PART = 24 * 1024;
/** The same of a whole case, of whose entries one is changed and all are read. */
const PART_OF_CASE = 4 * 1024;
/** Of one source or kind so many are begun with. */
const FEW = 12;

export interface Seeds {
  /** Entries of the samples that are of one source. */
  bySource: ReadonlyMap<SourceName, readonly Input[]>;
  /** Texts that may hold anything. */
  texts: readonly Input[];
  /** Whole cases: samples, and cases from the field. */
  cases: readonly Input[];
  archives: Readonly<Record<Format | "tar" | "zip", readonly Input[]>>;
  causes: readonly Input[];
  expected: readonly Input[];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesOf = (body: string | Uint8Array): Uint8Array =>
  typeof body === "string" ? encode(body) : body;

/** The first lines of an entry. */
function part(bytes: Uint8Array, most = PART): Uint8Array {
  if (bytes.length <= most) return bytes;
  return bytes.slice(0, bytes.lastIndexOf(10, most) + 1 || most);
}

/** All that is begun with: the shipped samples, the cases from the field, and what is made of them here. */
export async function readSeeds(): Promise<Seeds> {
  const bySource = new Map<SourceName, Input[]>();
  const samples: Input[] = [];
  for (const [, path] of sampleArchives()) {
    const entries = await readAll(await openBytes(Uint8Array.from(readFileSync(path)), path));
    const claims: Claims = new Map();
    samples.push(
      new Map(entries.slice(0, 120).map((one) => [one.path, part(one.bytes, PART_OF_CASE)])),
    );
    for (const { path: entry, bytes } of entries) {
      const named = nameOf(entry, claims);
      if (named === null || named === "unnamed" || named.source === null) continue;
      const list = bySource.get(named.source) ?? [];
      if (list.length < FEW && bytes.length > 0) list.push(oneFile(part(bytes)));
      bySource.set(named.source, list);
    }
  }
  const field = Object.values(KINDS)
    .flat()
    .map(
      ({ files }): Input =>
        new Map(Object.entries(files).map(([name, body]) => [name, bytesOf(body)])),
    );
  const hostile: Input = new Map(
    Object.entries(HOSTILE_BUNDLE).map(([name, body]) => [name, encode(body)]),
  );
  const texts = field.flatMap((files) => [...files.values()].map((one) => oneFile(part(one))));
  return {
    bySource,
    texts,
    cases: [
      ...field.map(
        (files) => new Map([...files].map(([name, bytes]) => [name, part(bytes, PART_OF_CASE)])),
      ),
      hostile,
      ...samples,
    ],
    archives: archivesOf(samples),
    causes: causes(),
    expected: expectations(),
  };
}

/** Small archives of each kind, one within another too. */
function archivesOf(samples: readonly Input[]): Seeds["archives"] {
  const members = [...samples[0]!]
    .slice(0, 6)
    .map(([name, bytes]) => ({ name: name.slice(-90), body: bytes.slice(0, 3000) }));
  const tar = tarOf(...members, { name: "link", type: "2", linkname: "/etc/passwd" });
  const long = tarOf(
    { name: "x", type: "x", body: "30 path=a/long/name/of/a/file\n" },
    ...members.slice(0, 2),
  );
  const zips = [
    zipOf(members),
    zipOf(members.slice(0, 2), { zip64: true }),
    zipOf(
      members.slice(0, 3).map((one) => ({ ...one, descriptor: true })),
      { comment: "c" },
    ),
    zipOf(members.slice(0, 2).map((one) => ({ ...one, stored: true }))),
  ];
  const nested = tarOf(
    { name: "in.tar", body: tar.slice(0, 4096) },
    { name: "in.zip", body: zips[0]! },
    { name: "in.gz", body: compress("gzip", tar) },
  );
  const plain = [members[0]!.body, tar, nested];
  const by = (format: Format): Input[] => [
    ...plain.map((bytes) => oneFile(compress(format, bytes))),
    oneFile(Buffer.concat([compress(format, "one\n"), compress(format, "two\n")])),
  ];
  return {
    tar: [tar, long, nested].map(oneFile),
    zip: zips.map(oneFile),
    gzip: by("gzip"),
    xz: by("xz"),
    bzip2: by("bzip2"),
    zstd: by("zstd"),
  };
}

/** Causes as a person writes them, each built-in one as YAML and as JSON, and the README's own. */
function causes(): Input[] {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const own = /```yaml\n(causes:\n[\s\S]*?)```/.exec(readme)?.[1];
  if (own === undefined) throw new Error("the README has no causes in YAML");
  const yaml = CAUSES.filter((_, at) => at % 6 === 0).map((cause) =>
    stringify({ causes: [cause] }),
  );
  return [own, ...yaml, JSON.stringify({ causes: CAUSES.slice(0, 1) }, null, 1)].map(oneFile);
}

const expectations = (): Input[] =>
  SAMPLE_IDS.slice(0, FEW).map((id) => oneFile(readFileSync(`${SAMPLES}${id}/expected.json`)));
