import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { FileSink } from "../../src/node/file-sink.ts";
import { BlobSink } from "../../src/page/blob-sink.ts";
import { RedactedTar } from "../../src/redact/archive.ts";
import { randomRow } from "../inflate/rows.ts";
import { randomFrom } from "../inflate/streams.ts";
import { temporaryFolder } from "../support/folders.ts";

const folder = temporaryFolder();
const random = randomFrom(3);
const rows = (count: number): Uint8Array =>
  new TextEncoder().encode(Array.from({ length: count }, () => randomRow(random)).join(""));
const LONG_PATH = `${"folder/".repeat(20)}ä.txt`;
/** Entries, and whether each is kept. */
const ENTRIES: [string, Uint8Array, boolean][] = [
  ["short.txt", rows(3), true],
  ["empty.txt", new Uint8Array(0), true],
  ["long-and-left-out.txt", rows(9_000), false],
  ["long.txt", rows(9_000), true],
  ["short-and-left-out.txt", rows(3), false],
  ["long.txt.gz", rows(9_000), true],
  ["short.txt.gz", rows(3), true],
  [LONG_PATH, rows(9_000), true],
  ["last-and-left-out.txt", rows(9_000), false],
];

async function fill(archive: RedactedTar): Promise<void> {
  for (const [path, bytes, keep] of ENTRIES) {
    await archive.begin(path);
    for (let at = 0; at < bytes.length; at += 100_000) {
      archive.give(bytes.subarray(at, at + 100_000));
      await archive.settle();
    }
    await archive.end(keep);
  }
  await archive.close(true);
}

test("an archive is the same in a file and in a tab, and tar reads what was kept", async () => {
  const path = join(folder, "copy.tar.gz");
  const file = await FileSink.create(path);
  await fill(new RedactedTar(file));
  await file.close();
  const tab = new BlobSink();
  await fill(new RedactedTar(tab));
  expect(Buffer.compare(Buffer.from(await tab.blob.arrayBuffer()), readFileSync(path))).toBe(0);

  const kept = ENTRIES.filter(([, , keep]) => keep);
  const names = execFileSync("tar", ["-tzf", path, "--quoting-style=literal"], {
    encoding: "utf8",
  });
  expect(names.trim().split("\n")).toEqual(kept.map(([name]) => name));
  for (const [name, bytes] of kept) {
    const got = execFileSync("tar", ["-xzOf", path, name], { maxBuffer: 1 << 26 });
    expect(Buffer.compare(name.endsWith(".gz") ? gunzipSync(got) : got, bytes), name).toBe(0);
  }
});
