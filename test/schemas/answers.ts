import { examine } from "../../src/analyze.ts";
import { timeline } from "../../src/analyze-timeline.ts";
import { whatIf } from "../../src/analyze-what-if.ts";
import type { Bundle } from "../../src/archive/entry.ts";
import { readParty } from "../../src/commands/address.ts";
import type { SchemaName } from "../../src/commands/schema-names.ts";
import { captureFrom } from "../../src/compare/capture.ts";
import { compareCaptures } from "../../src/compare/index.ts";
import { AnalyzerError } from "../../src/errors.ts";
import { digestOf, failedDigest } from "../../src/fleet/digest.ts";
import { readRows } from "../../src/read-rows.ts";
import { askOf } from "../../src/report/ask-list.ts";
import { buildCase } from "../../src/report/build.ts";
import type { Digest } from "../../src/report/digest-contract.ts";
import { tableState } from "../../src/report/results.ts";
import { faultsOf } from "./strict.ts";

/** Rows of a party that are looked at. */
const MOST_ROWS = 50;
const TRIED = { timeouts: new Map([["nf_conntrack_udp_timeout", 7]]), max: 5000 };

export interface Judged {
  digest: Digest;
  /** Which schemas had something to say of it. */
  answered: Set<SchemaName>;
  faults: string[];
}

/** Writes all that the commands write as JSON of one piece of evidence; what they refuse with a reason is no fault. */
export async function judged(target: string, open: () => Promise<Bundle>): Promise<Judged> {
  const faults: string[] = [];
  const answered = new Set<SchemaName>();
  const hold = (name: SchemaName, value: unknown) => {
    answered.add(name);
    faults.push(...faultsOf(name, value));
  };
  const options = { open };
  const results = await orRefused(examine(target, options));
  const digest = results === null ? failedDigest(target, "refused") : digestOf(results, target);
  hold("digest", digest);
  const told = await orRefused(timeline([target], options));
  if (told !== null) hold("timeline", told);
  if (results === null) return { digest, answered, faults };
  const analysis = buildCase(results);
  hold("analysis", analysis);
  for (const one of results) hold("ask", askOf(one));
  if (results.some((one) => tableState(one) !== null))
    hold("what-if", await whatIf(target, TRIED, options));
  const party = analysis.table.topSources[0]?.name;
  if (party !== undefined)
    for await (const rows of readRows(await open(), { src: readParty("src", party) })) {
      for (const row of rows.slice(0, MOST_ROWS)) hold("row", row);
      break;
    }
  const capture = captureFrom(results);
  hold("compare", compareCaptures([capture, { ...capture, name: "again" }]));
  return { digest, answered, faults };
}

async function orRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AnalyzerError) return null;
    throw error;
  }
}
