import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Comparison, compare, openBundle } from "../../src/index.ts";
import { isClaimed } from "../../src/report/claims.ts";
import type { Difference } from "../../src/report/comparison.ts";
import type { Texts } from "../signals/in-memory.ts";
import { blocksOf, tarOf } from "../support/archives.ts";

const SAMPLES = fileURLToPath(new URL("../../samples/compare", import.meta.url));

/** The captures of one sample, in their order: `before` and `after`, or `01`, `02` and so on. */
export const capturesOf = (id: string): string[] =>
  readdirSync(join(SAMPLES, id))
    .filter((name) => name.endsWith(".tar.gz"))
    .sort(
      (a, b) => Number(b.startsWith("before")) - Number(a.startsWith("before")) || (a < b ? -1 : 1),
    )
    .map((name) => join(SAMPLES, id, name));

/** Compares texts as if each came out of a bundle of its own. */
export async function compareTexts(...all: readonly Texts[]): Promise<Comparison> {
  const archives = all.map((texts) =>
    tarOf(...Object.entries(texts).map(([path, body]) => ({ name: `b/${path}`, body }))),
  );
  return compareArchives(...archives);
}

export async function compareArchives(...archives: readonly Uint8Array[]): Promise<Comparison> {
  const targets = archives.map((_, at) => `${"abcdefgh"[at]}.tar`);
  return compare(targets, {
    open: async (target) => ({
      ...(await openBundle("-", () => blocksOf(archives[targets.indexOf(target)]!))),
      name: target.replace(/\.tar$/, ""),
    }),
  });
}

/** What is claimed to differ, of every subject. */
export const claims = ({ pairs }: Comparison): Difference[] =>
  pairs.flatMap(({ differences }) => differences.filter(isClaimed));

export const sayClaim = ({ what, name, change, before, after, limit }: Difference): string =>
  `${what} ${name}: ${change} (${before} to ${after}, chance ${limit?.toFixed(2) ?? "none"})`;
