/** What a sample must say is what its scenario did, or what was edited in: nobody copies it from a report. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SCENARIOS } from "../lab/scenarios/index.ts";
import { expectedOf } from "../lab/scenarios/scenario.ts";
import { EDITED_FLOWS } from "./edited-flows.ts";
import { EDITED_HOSTS } from "./edited-host.ts";
import { EDITED_KUBE_PROXY } from "./edited-kube-proxy.ts";
import { EDITED_TABLES } from "./edited-table.ts";
import { readSamples, SAMPLES } from "./samples.ts";

/** Captures of a real cluster: see their READMEs. */
const OF_CLUSTER = ["proxy-not-told", "coredns-upstream-dead"].map((primary) => ({
  id: primary,
  expected: { state: "healthy", primary, party: null },
}));

const MADE = [
  ...OF_CLUSTER,
  ...SCENARIOS.map((one) => ({ id: one.id, expected: expectedOf(one, one.sample) })),
  ...[...EDITED_TABLES, ...EDITED_HOSTS, ...EDITED_KUBE_PROXY, ...EDITED_FLOWS],
];

test.each(MADE)("$id", ({ id, expected }) => {
  const kept: unknown = JSON.parse(readFileSync(`${SAMPLES}${id}/expected.json`, "utf8"));
  expect(kept).toMatchObject(JSON.parse(JSON.stringify(expected)));
});

test("every sample was made by one of them", () => {
  expect(readSamples().map(({ id }) => id)).toEqual(MADE.map(({ id }) => id).sort());
});
