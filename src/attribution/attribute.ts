import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { type Attribution, emptyAttribution } from "./attribution.ts";
import type { FlowCounts } from "./flow-counts.ts";
import { countFlows } from "./flows.ts";
import { addHolders, addPair, addPorts, addSources } from "./name-holders.ts";
import { TOP } from "./offenders.ts";
import { countOutside } from "./outside.ts";
import type { Services } from "./service.ts";
import { silentPortsOf } from "./spread.ts";
import type { Translation } from "./translated.ts";
import { addUnacknowledged } from "./unacknowledged.ts";
import { fits, USE_NAMES, usesOfClasses } from "./use-ids.ts";

/**
 * Attributes every entry of the tables.
 *
 * @param establishedTimeout `nf_conntrack_tcp_timeout_established` in seconds, or null when unknown.
 *   Idle time is timeout − remaining, so without it nothing can be called idle.
 * @param translations the rules that translate sources
 */
export function attribute(
  tables: readonly TableFact[],
  services: Services,
  establishedTimeout: number | null,
  translations: readonly Translation[] = [],
): Attribution {
  const result = emptyAttribution();
  result.staleKnown = services.known;
  result.idleKnown =
    establishedTimeout !== null && tables.every((table) => fits(table, establishedTimeout));
  for (const table of tables) {
    const useOf = usesOfClasses(table.borders, establishedTimeout);
    const counts = countFlows(table, services, useOf);
    addUses(result, table, useOf, counts);
    addHolders(result, table, services, counts);
    addSources(result, table, useOf);
    addSilent(result, counts);
    addUnacknowledged(result, table, services, counts, establishedTimeout);
    addPorts(result, table, translations);
    addPair(result, table);
    addOutside(result, table);
    result.silentPorts = silentPortsOf(table, counts.uses, result.silentPorts);
  }
  return result;
}

function addUses(
  result: Attribution,
  table: TableFact,
  useOf: Uint8Array,
  counts: FlowCounts,
): void {
  for (const [id, name] of USE_NAMES.entries()) {
    result.uses[name].entries += counts.byUse[id]!;
    result.entries += counts.byUse[id]!;
  }
  for (const [rowClass, use] of useOf.entries()) {
    const line = table.firstLine[rowClass]!;
    const share = result.uses[USE_NAMES[use]!];
    const known = share.place;
    if (line > 0 && (known === null || (known.entry === table.entry && line < known.line)))
      share.place = { entry: table.entry, line };
  }
  result.uses["stale-endpoint"].place ??= counts.stalePlace;
  result.nodePortsShort.entries += counts.nodePortsShort.entries;
  result.ofServices.entries += counts.ofServices;
  result.ofServices.masqueraded += counts.masqueraded;
  result.directShort += counts.direct;
  result.stalePaths = counts.stalePaths.with(result.stalePaths);
  result.lostUdp = {
    ...counts.lostUdp.with(result.lostUdp),
    unanswered: result.lostUdp.unanswered + counts.lostUnanswered,
  };
  result.nodePortsShort.place ??= counts.nodePortsShort.place;
}

function addOutside({ outside }: Attribution, table: TableFact): void {
  const { unanswered, unansweredInside, partly } = countOutside(table);
  outside.unanswered += unanswered;
  outside.unansweredInside += unansweredInside;
  outside.partly += partly;
}

/** Endpoints with unanswered attempts and nothing else. Equals stand in the order of their addresses. */
function addSilent({ silentEndpoints: silent }: Attribution, { served }: FlowCounts): void {
  const inOrder = [...served].sort(([a], [b]) => a - b);
  for (const [, { unanswered, answered, name, service }] of inOrder) {
    if (unanswered === 0 || answered > 0) continue;
    silent.endpoints++;
    silent.entries += unanswered;
    silent.top.push({ name, service, entries: unanswered });
  }
  silent.top.sort((a, b) => b.entries - a.entries).splice(TOP);
}
