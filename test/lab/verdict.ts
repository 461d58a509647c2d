/** Holds the report on a fresh capture against what was really done to the kernel. */

import type { Expected } from "./scenarios/scenario.ts";
import { run } from "./shell.ts";

/** As much of the JSON contract as the lab looks at. */
export interface Analysis {
  readonly state: string;
  readonly findings: readonly { readonly cause: string; readonly verdict: string }[];
}

/** Runs the analyzer's command line, such as `node dist/cli.js`, on a bundle. */
export function analyze(cli: readonly [string, ...string[]], bundle: string): Analysis {
  const [command, ...args] = cli;
  return JSON.parse(run(command, [...args, "analyze", bundle, "-f", "json"])) as Analysis;
}

const HELD = ["confirmed", "likely"];

/** What the analysis says otherwise than expected; empty when they agree. */
export function mismatches(expected: Expected, { state, findings }: Analysis): string[] {
  const [first] = findings;
  const held = findings.filter(({ verdict }) => HELD.includes(verdict));
  const primary = first && HELD.includes(first.verdict) ? first.cause : null;
  const wrong: string[] = [];
  if (state !== expected.state) wrong.push(`state ${state} instead of ${expected.state}`);
  if (primary !== expected.primary) {
    wrong.push(`primary ${primary ?? "none"} instead of ${expected.primary ?? "none"}`);
  }
  if (expected.primary === null && held.length > 0) {
    wrong.push(`found ${held.map(({ cause }) => cause).join(", ")} where nothing is wrong`);
  }
  return wrong;
}
