import { found, latest, pair } from "../facts/facts.ts";
import { settingsOf } from "../facts/settings.ts";
import { sourceOfPath } from "../layouts/conntriage.ts";
import { alternativesTo, type SourceName } from "../parsers/index.ts";
import { WAYS } from "./ask-ways.ts";
import type { Results } from "./results.ts";

/** Whether a command would give a source, that is not there yet and was not asked for in vain. */
export const canBeHad = (source: SourceName, results: Results): boolean =>
  WAYS[source] !== undefined && !isWhole(source, results) && !wasRefused(source, results);

/** Whether a source or what stands for it is there in any form. */
export const isThere = (source: SourceName, { facts }: Results): boolean =>
  [source, ...alternativesTo(source)].some((one) => found(facts, one).length > 0);

/** Files of which each is a source's, by label: the one does not stand for the other. */
const LABELS: Partial<Record<SourceName, readonly string[]>> = {
  netstat: ["netstat", "snmp"],
  "neighbour-stat": ["arp_cache", "ndisc_cache"],
};
/** A list of settings has at least so many of connection tracking; a few were picked out. */
const ALL_SETTINGS = 20;

/** Whether asking again would give nothing more. */
function isWhole(source: SourceName, { facts, tables, excerpt }: Results): boolean {
  if (source === "conntrack-table") return tables.length > 0 && excerpt.is !== "excerpt";
  if (source === "sysctl") {
    const names = [...settingsOf(facts).keys()];
    return names.filter((name) => name.includes("nf_conntrack_")).length >= ALL_SETTINGS;
  }
  // the rules of IPv6 are a file of their own
  if (WAYS[source]?.twice !== true)
    return found(facts, source).some(({ label }) => label !== "ipv6");
  const labels = LABELS[source];
  return labels === undefined
    ? pair(facts, source) !== null
    : pair(facts, source, "") !== null ||
        labels.every((label) => pair(facts, source, label) !== null);
}

/** What the collector says where it might be had after all: it was left out, took too long, or root was needed. */
const MAY_BE_HAD = /left out|timed out|too long|not permitted|permission|denied|must be root/i;

/** The same of what tools said themselves: somebody else may be allowed to. */
const TO_OTHERS = /not permitted|permission|denied|must be root|superuser|\bsudo\b/i;

/** Whether the command was run, by the bundle's collector or in a text, and gave nothing that a second try would give. */
function wasRefused(source: SourceName, { facts }: Results): boolean {
  const said = found(facts, "tool-messages")
    .flatMap(({ fact }) => fact.refusals)
    .filter((one) => one.source === source);
  if (said.length > 0 && !said.some(({ text }) => TO_OTHERS.test(text))) return true;
  const files = latest(facts, "manifest")?.fact.files ?? [];
  const reasons = files.flatMap(({ path, bytes, reason }) =>
    bytes === null && sourceOfPath(path) === source ? [reason ?? ""] : [],
  );
  // of no interface there is nothing to be taken
  if (reasons.length === 0) return files.length > 0 && WAYS[source]?.each !== undefined;
  return !reasons.some((reason) => MAY_BE_HAD.test(reason));
}
