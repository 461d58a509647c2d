/** A full table of any mixture has a cause and a first step. `npm run proof -- tables` tries more of them. */
import { expect, it } from "vitest";
import { prove } from "./prove.ts";

it("a full table of any mixture has a cause, the largest fault where it holds over a third", async () => {
  const { tried, failures } = await prove(1000, 1);
  expect(failures).toEqual([]);
  expect(tried).toBe(1000);
}, 180_000);
