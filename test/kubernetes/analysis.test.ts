/** The command lines of the Jobs, run as they stand, on a folder in place of the volume. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { bundleOf } from "../causes/sample.ts";
import { build, SINGLE } from "../cli/built.ts";
import { temporaryFolder } from "../support/folders.ts";
import { built } from "./manifests.ts";

const volume = temporaryFolder();
const NAMES = ["healthy", "stale-endpoints", "syn-flood"];
const [digests] = built("analyze");
const [fleet] = built("merge");

beforeAll(async () => {
  await build();
  for (const name of NAMES) copyFileSync(bundleOf(name), join(volume, `${name}.tar.gz`));
  writeFileSync(join(volume, "broken.tar.gz"), "no archive");
}, 120_000);

/** Runs a Job's only container. */
function ran({ spec }: typeof digests, more: Record<string, string>) {
  const [{ command, args, env = [] }] = spec.template.spec.containers;
  const own = Object.fromEntries(
    env.map((one: { name: string; value: string }) => [one.name, one.value]),
  );
  const [first, ...rest] = [...command, ...args].map((one: string) =>
    one.replaceAll("/usr/local/bin/conntriage.mjs", SINGLE).replaceAll("/bundles", volume),
  );
  return spawnSync(first!, rest, {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...own, ...more },
  });
}

test("each index makes digests of its share, and all of them have all", () => {
  const { completions, parallelism, template } = digests.spec;
  expect(parallelism).toBe(completions);
  expect(template.spec.containers[0].env).toEqual([{ name: "SHARDS", value: `${completions}` }]);
  const made: string[][] = [];
  let said = "";
  for (let index = 0; index < completions; index++) {
    const before = list();
    const { status, stderr } = ran(digests, { JOB_COMPLETION_INDEX: `${index}` });
    expect(status).toBe(0);
    said += stderr;
    made.push(list().filter((name) => !before.includes(name)));
  }
  expect(made.flat().sort()).toEqual(NAMES.map((name) => `${name}.json`).sort());
  expect(made.filter((some) => some.length > 1)).toEqual([]);
  expect(said).toContain("without a digest, see above: 1");
}, 120_000);

test("the fleet's report is made of them", () => {
  const { status, stderr } = ran(fleet, {});
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const files = readdirSync(join(volume, "fleet"));
  expect(files.map((name) => name.split(".").pop()).sort()).toEqual(["html", "json", "md"]);
  const json = files.find((name) => name.endsWith(".json"))!;
  const { schema, bundles } = JSON.parse(readFileSync(join(volume, "fleet", json), "utf8"));
  expect([schema, bundles]).toEqual(["conntriage/fleet/1", NAMES.length]);
}, 60_000);

function list(): string[] {
  mkdirSync(join(volume, "digests"), { recursive: true });
  return readdirSync(join(volume, "digests"));
}
