import { captureOf } from "../../src/analyze-compare.ts";
import { compareCaptures } from "../../src/compare/index.ts";
import type { Capture } from "../../src/compare/pairs.ts";
import { nodeFrom } from "../healthy/node.ts";
import { capturesOf, claims, compareTexts, sayClaim } from "./support.ts";

/** What is claimed of two moments of a drawn node, on which nothing changed but by chance. */
export async function claimsOfDrawn(seed: number): Promise<string[]> {
  const comparison = await compareTexts(nodeFrom(seed, 1).texts, nodeFrom(seed, 2).texts);
  return claims(comparison).map((one) => `node ${seed}: ${sayClaim(one)}`);
}

/** What is claimed of every two captures of a real node under steady load. */
export async function claimsOfSteady(): Promise<{ pairs: number; wrong: string[][] }> {
  const all: Capture[] = [];
  for (const path of capturesOf("steady")) all.push(await captureOf(path));
  const pairs = all.flatMap((before, at) => all.slice(at + 1).map((after) => [before, after]));
  const wrong = pairs
    .map((pair) =>
      claims(compareCaptures(pair)).map(
        (one) => `steady ${pair.map(({ name }) => name).join(" and ")}: ${sayClaim(one)}`,
      ),
    )
    .filter((list) => list.length > 0);
  return { pairs: pairs.length, wrong };
}
