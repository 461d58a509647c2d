/** A fault whose entries the kernel evicts is named where those left show it. `npm run proof -- evicted` tries more. */
import { expect, it } from "vitest";
import { proveEvicted } from "./evicted.ts";

it("attempts that were evicted are named where enough are left, and never confirmed", async () => {
  const { hidden, named, failures } = await proveEvicted(120, 1);
  expect(failures).toEqual([]);
  expect(named).toBe(hidden);
  expect(hidden).toBeGreaterThan(10);
}, 120_000);
