import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { examine } from "../../src/analyze.ts";
import type { Bundle } from "../../src/archive/entry.ts";
import { nameOf } from "../../src/layouts/index.ts";
import { openBundle } from "../../src/node/open.ts";
import { alternativesTo, SOURCE_NAMES, SOURCES, type SourceName } from "../../src/parsers/index.ts";
import { buildAnalysis } from "../../src/report/build.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";

/** Sources that only vouch for another one: they are not read for themselves. */
const VOUCHING: readonly SourceName[] = ["conntrack-stderr", "ipvs-connections"];
/** Sources that our own collector does not bring: see the tests of sections and of their signals. */
const FROM_TEXTS: readonly SourceName[] = ["node-metrics", "kube-proxy-log", "tool-messages"];
/** Second witnesses: they are heard where the first one is missing. */
const BESIDE: Partial<Record<SourceName, SourceName>> = {
  "conntrack-s": "conntrack-stat",
  "nft-ruleset": "iptables-save",
  "ss-summary": "sockstat",
};
/** Sources that no sample holds, or of which nothing is to be said in any: see the tests of their signals. */
const NOT_IN_SAMPLES: readonly SourceName[] = [
  "pods",
  "endpoints",
  "ipvs-services",
  "kube-proxy-config",
  "socket-owners",
  "snmp6",
  "conntrack-events",
  "recorded-dump",
];
/** Samples that together hold the other sources. */
const ENOUGH = ["healthy", "cilium-ct-map", "cloud-allowance", "neighbour-table-overflow"];

const SRC = fileURLToPath(new URL("../../src/", import.meta.url));
const filesOf = (folder: string): string[] =>
  readdirSync(join(SRC, folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));

const noInput = () => {
  throw new Error("no standard input");
};
const sourceOf = (path: string): SourceName | undefined => {
  const named = nameOf(path, new Map());
  return named === null || named === "unnamed" ? undefined : (named.source ?? undefined);
};

/** What a reader sees of a sample, without the entries of some sources. */
async function shown(id: string, ...without: readonly SourceName[]): Promise<string> {
  const open = async (target: string): Promise<Bundle> => {
    const bundle = await openBundle(target, noInput);
    async function* others(): Bundle["entries"] {
      for await (const entry of bundle.entries) {
        const source = sourceOf(entry.path);
        if (source === undefined || !without.includes(source)) yield entry;
        else for await (const _ of entry.blocks) void _;
      }
    }
    return { ...bundle, entries: others() };
  };
  const { coverage: _, ...rest } = buildAnalysis((await examine(bundleOf(id), { open }))[0]);
  return JSON.stringify(rest);
}

const READ = SOURCE_NAMES.filter(
  (one) => ![...VOUCHING, ...FROM_TEXTS, ...NOT_IN_SAMPLES].includes(one),
);

test.each(READ)("%s is read: without it a report is another", async (source) => {
  const first = BESIDE[source] === undefined ? [] : [BESIDE[source]];
  for (const id of ENOUGH)
    if ((await shown(id, ...first, source)) !== (await shown(id, ...first))) return;
  expect.fail(`nothing of ${source} is seen in ${ENOUGH.join(", ")}: drop it, or show it`);
});

test.each([...NOT_IN_SAMPLES, ...FROM_TEXTS])(
  "%s is asked for from the floor of facts on",
  (source) => {
    const above = [
      ...readdirSync(SRC).filter((name) => name.startsWith("diagnose")),
      ...["facts", "attribution", "signals", "report"].flatMap(filesOf),
    ];
    const asked = above.some((file) =>
      readFileSync(join(SRC, file), "utf8").includes(`"${source}"`),
    );
    expect(asked).toBe(true);
  },
);

test("the samples above are there", () => {
  expect(SAMPLE_IDS).toEqual(expect.arrayContaining(ENOUGH));
});

test.each(SOURCE_NAMES)("%s says what it is, how it is had, and what it gives away", (name) => {
  const { what, get, sensitive } = SOURCES[name];
  // each ends a sentence: "could not be judged without the sysctls"
  expect(what).toMatch(/^(?:the |a |kube-proxy's |CoreDNS's ).*[^.]$/);
  expect(get).not.toBe("");
  expect(sensitive.length).toBeGreaterThan(0);
  if ((sensitive as readonly string[]).includes("nothing")) expect(sensitive).toEqual(["nothing"]);
});

test.each(SOURCE_NAMES)("%s: what is enough instead of it exists", (name) => {
  expect(SOURCE_NAMES).toEqual(expect.arrayContaining([...alternativesTo(name)]));
  expect(alternativesTo(name)).not.toContain(name);
});
