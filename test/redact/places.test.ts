import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { concat, paxRecord, tarOf } from "../support/archives.ts";
import { openEvidence } from "../support/evidence.ts";
import { temporaryFolder } from "../support/folders.ts";
import { PLACES } from "./places/index.ts";
import { keyOf, redactTo, textsOf } from "./redacting.ts";

const folder = temporaryFolder();
const to = join(folder, "copy.tar.gz");

test.each(PLACES)("nothing is left of %s", async (_, files, secret) => {
  const copy = await redactTo(await openEvidence(files), to, keyOf(2));
  const texts = await textsOf(copy.path);
  // a copy of which nothing is left would hide all
  expect(texts.map(({ text }) => text.trim()).join("")).not.toBe("");
  expect(texts.map(({ path, text }) => `${path}\n${text}`).join("\n")).not.toMatch(secret);
});

/** What a copy holds, packed and unpacked. */
async function bytesOf(bundle: Uint8Array, name: string): Promise<string> {
  const from = join(folder, name);
  writeFileSync(from, bundle);
  await redactTo(from, to, keyOf(2));
  const unpacked = execFileSync("gzip", ["-dc", to]);
  return Buffer.concat([execFileSync("cat", [to]), unpacked]).toString("latin1");
}

const SYSCTL = "net.netfilter.nf_conntrack_count = 262144\n";

test("nothing is left of names in a gzip header", async () => {
  const packed = gzipSync(SYSCTL).subarray(10);
  const head = Uint8Array.of(0x1f, 0x8b, 8, 8 | 16, 0, 0, 0, 0, 0, 3);
  const names = new TextEncoder().encode("zebracorp.txt\0zebracorp's copy\0");
  const text = await bytesOf(concat(head, names, packed), "in.gz");
  expect(text).toContain("nf_conntrack_count");
  expect(text).not.toContain("zebracorp");
});

test("nothing is left of names in tar's headers", async () => {
  const owned = tarOf({ name: "sysctl.txt", body: SYSCTL });
  // its owner's name and group, where a header has room for both
  for (const at of [265, 297]) owned.set(new TextEncoder().encode("zebracorp"), at);
  const sum = owned
    .subarray(0, 512)
    .reduce((all, byte, at) => all + (at < 148 || at > 155 ? byte : 32), 0);
  owned.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  const bundle = concat(
    ...[
      tarOf({ name: "g", type: "g", body: paxRecord("comment", "zebracorp") }),
      tarOf({
        name: "x",
        type: "x",
        body: paxRecord("uname", "zebracorp") + paxRecord("SCHILY.xattr.user.x", "zebracorp"),
      }),
      tarOf({ name: "link", type: "2", linkname: "/srv/zebracorp/sysctl.txt" }),
    ].map((one) => one.subarray(0, -1024)),
    owned,
  );
  const text = await bytesOf(bundle, "in.tar");
  expect(text).toContain("nf_conntrack_count");
  expect(text).not.toContain("zebracorp");
});
