import { attribute } from "./attribution/attribute.ts";
import { fillersOf } from "./attribution/heard.ts";
import type { Services } from "./attribution/service.ts";
import { thrownOut } from "./attribution/thrown-out.ts";
import type { Read } from "./evidence.ts";
import { type Facts, found, latest } from "./facts/facts.ts";
import type { Results } from "./report/results.ts";

/** What a recorder heard; of what may be wrong nothing. */
export function heardIn(
  facts: Facts,
  services: Services,
  timeout: number | null,
  { damaged }: Read,
): Results["heard"] {
  const events = latest(facts, "conntrack-events");
  if (events === null || damaged.has(events.entry)) return null;
  const { fact } = events;
  const evicted = attribute([fact.evicted], services, timeout);
  return { fact, fillers: fillersOf(fact, services), evicted };
}

/** Who was thrown out between the dumps of a recorder, of which none may be wrong. */
export function thrownOutIn(
  facts: Facts,
  services: Services,
  timeout: number | null,
  { damaged, cut }: Read,
): Results["thrownOut"] {
  const dumps = found(facts, "recorded-dump").filter(({ entry }) => !damaged.has(entry));
  const isCut = (one: { entry: string }) => cut.has(one.entry);
  const told = thrownOut(
    dumps.map(({ fact }) => (isCut(fact) ? { ...fact, isWhole: false } : fact)),
  );
  if (told === null || told.table.parsed === 0) return null;
  return { ...told, attribution: attribute([told.table], services, timeout) };
}
