import * as fc from "fast-check";
import { expect, it } from "vitest";
import { failedDigest } from "../../src/fleet/digest.ts";
import { digestText, Merger, merged } from "../../src/fleet/merge.ts";
import { readDigests } from "../../src/fleet/read.ts";
import type { Digest } from "../../src/report/digest-contract.ts";
import { randomFrom } from "../bench/random.ts";
import { blocksOf } from "../support/archives.ts";
import { full, nodeDigest } from "./nodes.ts";

// few values of each, so that the same host, time and settings come again
const host = fc.constantFrom(null, "a", "b", "c\u202e", "");
const digest: fc.Arbitrary<Digest> = fc
  .record({
    host,
    namespace: fc.constantFrom(null, "pod"),
    capturedAt: fc.constantFrom(null, "2026-11-26T08:00:00.000Z", "2026-11-26T09:00:00.000Z"),
    entries: fc.nat(3),
    cpus: fc.constantFrom(2, 4),
    max: fc.constantFrom("1", "2"),
    bundle: fc.constantFrom("x", "y"),
    cause: fc.constantFrom(null, "leak", "scan"),
    title: fc.constantFrom("A title", "Another"),
    broken: fc.constantFrom(null, "no such file", "damaged"),
  })
  .map(({ host, cpus, max, cause, title, broken, ...one }) => {
    if (broken !== null) return failedDigest(one.bundle, broken);
    const settings = { "net.netfilter.nf_conntrack_max": max };
    const changes = { ...one, profile: { cpus, settings } };
    const made = nodeDigest(host, cause === null ? changes : full(cause, changes));
    made.nodes[0]!.captures[0]!.sum = `${one.entries}`;
    return { ...made, titles: cause === null ? {} : { [cause]: title } };
  });

/** Merges in groups of groups, in another order. */
async function grouped(list: readonly Digest[], seed: number): Promise<Digest> {
  const { below } = randomFrom(seed);
  let left = [...list];
  for (let at = left.length - 1; at > 0; at--) {
    const other = below(at + 1);
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  while (left.length > 1) {
    const next: Digest[] = [];
    for (let from = 0; from < left.length; ) {
      const to = from + 1 + below(9);
      // as a job hands it to the next one
      const text = digestText(merged(left.slice(from, to)));
      for await (const one of readDigests(blocksOf(Buffer.from(text)))) next.push(one);
      from = to;
    }
    left = next;
  }
  return merged(left);
}

it("is the same to the byte in any order and grouping", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(digest, { minLength: 1, maxLength: 40 }),
      fc.nat(),
      async (list, seed) => {
        expect(digestText(await grouped(list, seed))).toBe(digestText(merged(list)));
      },
    ),
    { numRuns: 150 },
  );
});

it("is the same of 10,000 digests", async () => {
  const list = fc.sample(digest, { numRuns: 10_000, seed: 18 });
  const whole = digestText(merged(list));
  for (const seed of [1, 2]) expect(digestText(await grouped(list, seed)) === whole).toBe(true);
}, 120_000);

it("keeps what it merged: once more changes the number of bundles alone", () => {
  fc.assert(
    fc.property(fc.array(digest, { minLength: 1, maxLength: 12 }), (list) => {
      const once = merged(list);
      const twice = merged([once, once]);
      expect(twice).toEqual({ ...once, bundles: 2 * once.bundles });
    }),
    { numRuns: 100 },
  );
});

it("the newest capture of a host counts, and the others are counted; another namespace is another row", () => {
  const at = (hour: number, entries: number) =>
    nodeDigest("a", { capturedAt: `2026-11-26T0${hour}:00:00.000Z`, entries });
  const { nodes, bundles } = merged([
    at(3, 30),
    at(9, 90),
    at(5, 50),
    nodeDigest("a", { namespace: "pod-7", entries: 7 }),
  ]);
  expect(bundles).toBe(4);
  expect(nodes.map(({ namespace, entries, captures }) => [namespace, entries, captures.length]))
    // by host and namespace
    .toEqual([
      ["pod-7", 7, 1],
      [null, 90, 3],
    ]);
});

it("captures without a name are copies where all that they say is the same, and they say when they were taken", () => {
  const nodes = (capturedAt: string | null) =>
    merged(["a", "b"].map((bundle) => nodeDigest(null, { bundle, capturedAt }))).nodes.length;
  expect(nodes("2026-11-26T08:00:00.000Z")).toBe(1);
  // cut before a name and a time
  expect(nodes(null)).toBe(2);
});

it("of very many captures of one host it says at least how many there are", () => {
  const merger = new Merger();
  for (let minute = 0; minute < 60; minute++)
    merger.add(
      nodeDigest("a", { capturedAt: `2026-11-26T08:${String(minute).padStart(2, "0")}:00.000Z` }),
    );
  const [node] = merger.digest().nodes;
  expect(node).toMatchObject({ capturesBound: "at least", capturedAt: "2026-11-26T08:59:00.000Z" });
  expect(node!.captures).toHaveLength(16);
});
