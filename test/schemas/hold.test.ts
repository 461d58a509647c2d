/** Whatever the evidence is, the JSON of every command is as its published schema says, to the last key. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCheck } from "../../src/commands/check.ts";
import { SCHEMA_NAMES, type SchemaName } from "../../src/commands/schema-names.ts";
import { openTarget } from "../../src/commands/targets.ts";
import { failedDigest } from "../../src/fleet/digest.ts";
import { fleetOf } from "../../src/fleet/judge.ts";
import { merged } from "../../src/fleet/merge.ts";
import { compare } from "../../src/index.ts";
import { newKey } from "../../src/node/key-file.ts";
import { mapOfWords, readMap } from "../../src/redact/restore.ts";
import type { Digest } from "../../src/report/digest-contract.ts";
import { rowLines } from "../../src/report/fleet-row.ts";
import { SAMPLE_IDS, SAMPLES } from "../causes/sample.ts";
import { capturesOf } from "../compare/support.ts";
import { KINDS } from "../field/kinds.ts";
import { openEvidence } from "../support/evidence.ts";
import { temporaryFolder } from "../support/folders.ts";
import { judged } from "./answers.ts";
import { manifestOf } from "./manifest.ts";
import { faultsOf } from "./strict.ts";

const folder = temporaryFolder();
const digests: Digest[] = [];
const answered = new Set<SchemaName>();

/** Bundles of collectors, exports, recorded incidents: every file of the samples that is evidence. */
const FILES = (readdirSync(SAMPLES, { recursive: true }) as string[])
  .filter((path) => !/(?:^|\/)(?:README\.md|(?:expected|variants|truth)\.json)$/.test(path))
  .filter((path) => statSync(join(SAMPLES, path)).isFile())
  .sort();

async function expectHeld(...[target, open]: Parameters<typeof judged>): Promise<void> {
  const { digest, answered: by, faults } = await judged(target, open);
  expect(faults).toEqual([]);
  digests.push(digest);
  for (const name of by) answered.add(name);
}

const expectAs = (name: SchemaName, value: unknown): void => {
  expect(faultsOf(name, value)).toEqual([]);
  answered.add(name);
};

it.each(FILES)("samples/%s", async (path) => {
  const target = join(SAMPLES, path);
  await expectHeld(target, () => openTarget(target));
});

describe.each(Object.entries(KINDS))("the field's %s", (_, cases) => {
  it.each(cases)("$name", async ({ files }) => {
    await expectHeld("evidence", () => openEvidence(files));
  });
});

describe("what is made of several", () => {
  it("captures that are compared", async () => {
    for (const id of readdirSync(join(SAMPLES, "compare")).filter((one) => !one.includes(".")))
      expectAs("compare", await compare(capturesOf(id)));
    const bundles = SAMPLE_IDS.map((id) => join(SAMPLES, id, "bundle.tar.gz"));
    for (let at = 1; at < bundles.length; at++) {
      const pair = await compare([bundles[at - 1]!, bundles[at]!], { open: openTarget }).catch(
        () => null,
      );
      if (pair !== null) expectAs("compare", pair);
    }
  }, 120_000);

  it("a fleet of all of them, and of each", () => {
    for (const fleet of [merged([...digests, failedDigest("x", "y")]), ...digests].map(fleetOf)) {
      expectAs("fleet", fleet);
      for (const row of rowLines(fleet)) expectAs("fleet-row", JSON.parse(row));
    }
    expectAs("digest", merged(digests));
  });

  it("samples that are checked: as they should be, otherwise, and not to be read", async () => {
    const bad = join(folder, "bad");
    mkdirSync(bad);
    writeFileSync(join(bad, "bundle.txt"), "nothing");
    writeFileSync(join(bad, "expected.json"), "{}");
    const output = join(folder, "check.json");
    await runCheck([...SAMPLE_IDS.map((id) => join(SAMPLES, id)), bad], { format: "json", output });
    process.exitCode = 0;
    const checked = JSON.parse(readFileSync(output, "utf8"));
    expect(checked).toMatchObject({ passed: SAMPLE_IDS.length, unreadable: 1 });
    expectAs("check", checked);
    writeFileSync(join(bad, "bundle.txt"), "net.netfilter.nf_conntrack_max = 9");
    writeFileSync(join(bad, "expected.json"), '{ "state": "healthy" }');
    await runCheck([bad], { format: "json", output });
    process.exitCode = 0;
    const failed = JSON.parse(readFileSync(output, "utf8"));
    expect(failed.results[0]).toMatchObject({ status: "failed", differences: [{ key: "state" }] });
    expectAs("check", failed);
  }, 120_000);

  it("the map of a redaction", () => {
    const key = newKey();
    const first = mapOfWords(key, new Map([["node-x", "node-a"]]), null);
    const map = mapOfWords(key, new Map([["node-y", "node-b"]]), first);
    expectAs("redaction", map);
    expect(faultsOf("redaction", { ...map, key: "0f" }).join()).toMatch(/key/);
    expect(readMap(JSON.stringify(map))).toEqual(map);
  });

  it("the samples' own expectations and manifests", async () => {
    for (const id of SAMPLE_IDS) {
      expectAs("expected", JSON.parse(readFileSync(join(SAMPLES, id, "expected.json"), "utf8")));
      expectAs("bundle", await manifestOf(join(SAMPLES, id, "bundle.tar.gz")));
    }
  });
});

/** Of a recorder's folder in `test/recorder/`, and of files of causes in `test/causes/`. */
const ELSEWHERE = ["recorder", "causes"];

it("each schema had something to hold", () => {
  expect(SCHEMA_NAMES.filter((name) => !answered.has(name))).toEqual(
    SCHEMA_NAMES.filter((name) => ELSEWHERE.includes(name)),
  );
});

describe("a fault is told", () => {
  const [digest] = [failedDigest("x", "y")];
  it.each([
    ["a key that is not named", { ...digest, later: 1 }, /digest: all of it: .*later/],
    ["a key that is not there", { ...digest, nodes: undefined }, /digest: nodes: /],
    ["a number that JSON has not", { ...digest, bundles: Number.NaN }, /digest: bundles is NaN/],
  ])("%s", (_, value, told) => {
    expect(faultsOf("digest", value).join("\n")).toMatch(told);
  });
});
