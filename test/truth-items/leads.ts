import { expect } from "vitest";
import type { Analysis } from "../../src/report/contract.ts";
import { analyzeSample, commandsOf, findingOf } from "./items.ts";

/** The report on a cause's own sample leads with it, and a command names what was found. */
export async function leads(id: string, command: RegExp): Promise<Analysis> {
  const analysis = await analyzeSample(id);
  expect(["confirmed", "likely"]).toContain(findingOf(analysis, id).verdict);
  expect(analysis.findings[0]!.cause).toBe(id);
  expect(commandsOf(analysis, id)).toMatch(command);
  return analysis;
}
