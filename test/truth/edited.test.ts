/** The edited samples are what their list of edits makes of their capture, and no manifest contradicts. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import { applyEdits } from "./apply.ts";
import { readFiles } from "./bundle-files.ts";
import { EDITED_FLOWS } from "./edited-flows.ts";
import { EDITED_HOSTS } from "./edited-host.ts";
import { EDITED_KUBE_PROXY } from "./edited-kube-proxy.ts";
import { EDITED_TABLES } from "./edited-table.ts";
import { bundleOf, SAMPLES } from "./samples.ts";

const RENEW = "renew them by: npx tsx test/truth/edit.ts";

const ALL = [...EDITED_TABLES, ...EDITED_HOSTS, ...EDITED_KUBE_PROXY, ...EDITED_FLOWS];

test("the README of the samples names each that is edited still, and no other", () => {
  const text = readFileSync(`${SAMPLES}README.md`, "utf8");
  const list = text.slice(text.indexOf("Edited still"), text.indexOf("`variants.json`"));
  const named = [...list.matchAll(/`([\w-]+)`/g)].map(([, id]) => id);
  expect(named.sort()).toEqual(ALL.map(({ id }) => id).sort());
});

describe.each(ALL)("sample $id", ({ id, from, edits }) => {
  test("is its list of edits", async () => {
    const edited = applyEdits(await readFiles(bundleOf(from)), edits);
    const kept = await readFiles(bundleOf(id));
    const isOther = (path: string) =>
      path !== "manifest.json" && kept.files.get(path) !== edited.files.get(path);
    const paths = new Set([...kept.files.keys(), ...edited.files.keys()]);
    expect([...paths].filter(isOther), `${from} is another capture than it was; ${RENEW}`).toEqual(
      [],
    );
  });

  test("has a manifest that tells the size and checksum of each of its files", async () => {
    const entries = await unpackTar(gunzipSync(readFileSync(bundleOf(id))));
    const bytes = new Map(
      entries.map(({ header, data }) => [
        header.name.replace(/^[^/]+\//, ""),
        data ?? new Uint8Array(),
      ]),
    );
    const manifest = JSON.parse(new TextDecoder().decode(bytes.get("manifest.json")!)) as {
      files: { path: string; bytes: number | null; sha256: string | null }[];
    };
    const told = new Map(manifest.files.map((file) => [file.path, file]));
    for (const [path, content] of bytes) {
      if (path === "manifest.json") continue;
      const sha256 = createHash("sha256").update(content).digest("hex");
      expect(told.get(path), path).toMatchObject({ bytes: content.length, sha256 });
    }
    const absent = manifest.files.filter((file) => file.bytes !== null && !bytes.has(file.path));
    expect(absent).toEqual([]);
  });
});
