import { expect, test } from "vitest";
import { faultsOf } from "./prove.ts";

const NODES = 100;

/** `npm run proof -- healthy` draws a thousand. */
test(`nothing is found on ${NODES} nodes that are well`, async () => {
  const faults: string[] = [];
  for (let seed = 1; seed <= NODES; seed++) faults.push(...(await faultsOf(seed)));
  expect(faults).toEqual([]);
}, 240_000);
