import { analyze } from "../../src/analyze.ts";
import type { BundleEntry } from "../../src/archive/entry.ts";
import { emptyBundle } from "../../src/archive/open.ts";
import { attribute } from "../../src/attribution/attribute.ts";
import { collectServices } from "../../src/attribution/services.ts";
import { assemble } from "../../src/facts/assemble.ts";
import { found } from "../../src/facts/facts.ts";
import { chooseTables } from "../../src/facts/tables.ts";
import { readBundle } from "../../src/read.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { SIGNALS, type SignalName } from "../../src/signals/index.ts";
import type { Reading, SignalContext } from "../../src/signals/signal.ts";
import { findWindow } from "../../src/signals/window.ts";
import { timeoutsOf } from "../../src/what-if/table-state.ts";
import { blocksOf, tarOf } from "../support/archives.ts";
import { OTHER_BUILD, otherAnalysis } from "../support/other-build.ts";

/** Texts of a bundle by their paths below its top folder, in the order of the archive. */
export type Texts = Readonly<Record<string, string>>;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads texts as if they came out of a bundle, up to what signals are read from. */
export async function contextOf(texts: Texts): Promise<SignalContext> {
  async function* entries(): AsyncGenerator<BundleEntry> {
    for (const [path, text] of Object.entries(texts)) {
      const bytes = bytesOf(text);
      const outcome = { bytes: bytes.length, cut: null };
      yield { path: `b/${path}`, blocks: blocksOf(bytes), outcome };
    }
  }
  const { pieces, coverage } = await readBundle({ ...emptyBundle("b"), entries: entries() });
  if (coverage.failed.length > 0) throw new Error(JSON.stringify(coverage.failed));
  const { facts = {}, namespaces = [] } = assemble(pieces)[0] ?? {};
  const { tables } = chooseTables(found(facts, "conntrack-table"));
  const services = collectServices([
    ...found(facts, "iptables-save"),
    ...found(facts, "nft-ruleset"),
    ...found(facts, "ipvs-services"),
  ]);
  const timeout = timeoutsOf(facts).get("nf_conntrack_tcp_timeout_established") ?? null;
  const attribution = tables.length === 0 ? null : attribute(tables, services, timeout);
  return {
    facts,
    namespaces,
    tables,
    attribution,
    services,
    window: findWindow(facts),
    excerpt: null,
  };
}

/** One signal's reading of such texts. */
export async function readSignal(name: SignalName, texts: Texts): Promise<Reading> {
  return SIGNALS[name].read(await contextOf(texts));
}

/** Its value alone; null when it is unknown. */
export const valueFor = async (name: SignalName, texts: Texts) =>
  (await readSignal(name, texts)).value;

/** Runs the whole pipeline over such texts, by way of a real archive. */
export async function analyzeTexts(texts: Texts): Promise<Analysis> {
  const members = Object.entries(texts).map(([path, text]) => ({ name: `b/${path}`, body: text }));
  return analyzeArchive(tarOf(...members));
}

/** Runs it over an archive. */
export async function analyzeArchive(archive: Uint8Array): Promise<Analysis> {
  return OTHER_BUILD === undefined
    ? analyze("-", { stdin: () => blocksOf(archive) })
    : otherAnalysis(archive);
}

/** A collector's manifest: 1000 to 1010 s of uptime, at 12:00:00 to 12:00:10 UTC. */
export const manifest = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    schema: "conntriage/bundle/1",
    collector: "0.1.0",
    arguments: "",
    hostname: "worker-1",
    started: "2026-11-22T12:00:00Z",
    ended: "2026-11-22T12:00:10Z",
    startedUptime: 1000,
    endedUptime: 1010,
    uid: 0,
    netns: "4026531840",
    netnsOfPid1: "4026531840",
    files: [],
    ...changes,
  });

/** `name = value` lines below `net.netfilter.`. */
export const sysctls = (values: Record<string, number>): string =>
  Object.entries(values)
    .map(([name, value]) => `net.netfilter.nf_conntrack_${name} = ${value}\n`)
    .join("");
