import type { Blocks, Bundle } from "./archive/entry.ts";
import { attribute } from "./attribution/attribute.ts";
import { collectServices } from "./attribution/services.ts";
import type { Cause } from "./causes/cause.ts";
import { CAUSES } from "./causes/index.ts";
import { matchCauses } from "./causes/match.ts";
import { missingSources } from "./coverage.ts";
import { AnalyzerError } from "./errors.ts";
import { found } from "./facts/facts.ts";
import { openBundle } from "./node/open.ts";
import { readBundle } from "./read.ts";
import { buildAnalysis, type Results } from "./report/build.ts";
import type { Analysis } from "./report/contract.ts";
import { notesOn } from "./report/notes.ts";
import { readSignals } from "./signals/index.ts";
import { findWindow } from "./signals/window.ts";
import { chooseTables } from "./tables.ts";
import { timeoutsOf } from "./what-if/table-state.ts";

export interface AnalyzeOptions {
  /** Where a bundle comes from when its target is `-`. */
  stdin?: () => Blocks;
  /** How a bundle is opened; `openInThread` reads a large one in half the time. */
  open?: (target: string) => Promise<Bundle>;
  /** The causes that are looked for; the built-in table, without. */
  causes?: readonly Cause[];
}

/**
 * Analyses a bundle and answers the whole analysis, which is the JSON contract.
 *
 * @param target an archive, a folder, a single file, or `-` for standard input
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when it cannot be opened or holds nothing that is known
 */
export async function analyze(target: string, options: AnalyzeOptions = {}): Promise<Analysis> {
  return buildAnalysis(await examine(target, options));
}

/**
 * Examines a bundle: reads it once, attributes every entry of its table, reads the signals and matches
 * the cause table.
 */
export async function examine(target: string, options: AnalyzeOptions = {}): Promise<Results> {
  const open = options.open ?? ((path: string) => openBundle(path, options.stdin ?? noInput));
  const bundle = await open(target);
  const { facts, layout, coverage, truncated } = await readBundle(bundle);
  if (coverage.read.length === 0) throw nothingKnown(target, coverage.failed[0]?.reason);

  const tables = chooseTables(facts, coverage);
  const rulesets = [
    ...found(facts, "iptables-save"),
    ...found(facts, "nft-ruleset"),
    ...found(facts, "ipvs-services"),
  ];
  const services = collectServices(rulesets, found(facts, "pods"));
  const timeout = timeoutsOf(facts).get("nf_conntrack_tcp_timeout_established") ?? null;
  const attribution = tables.length === 0 ? null : attribute(tables, services, timeout);

  const window = findWindow(facts);
  const readings = readSignals({ facts, tables, attribution, services, window });
  const findings = matchCauses(options.causes ?? CAUSES, readings);

  return {
    bundle: { name: bundle.name, layout, truncated },
    facts,
    tables,
    attribution,
    window,
    readings,
    findings,
    coverage: { ...coverage, missing: missingSources(facts, layout) },
    notes: notesOn(facts, tables, readings, coverage),
  };
}

const noInput = (): Blocks => {
  throw new AnalyzerError("BUNDLE_UNREADABLE", "no standard input was given");
};

const nothingKnown = (target: string, reason: string | undefined): AnalyzerError =>
  new AnalyzerError(
    "BUNDLE_UNREADABLE",
    `${target}: ${reason ?? "nothing in it is known"}; give a bundle of "conntriage collect", or a file with the output of conntrack -L`,
  );
