import { FROM_WORST, stateOf } from "../causes/state.ts";
import { isOtherTable } from "../sections/other-tables.ts";
import type { Results } from "./results.ts";

/** Other tables than nf_conntrack's last. Of its own, the worst subject first; of equals the fuller one, then a machine before its namespaces, then by name. Namespaces of which nothing is known follow those subjects of which it is. */
export function bySeverity(a: Results, b: Results): number {
  const state = ({ readings }: Results) => FROM_WORST.indexOf(stateOf(readings));
  const used = ({ readings }: Results) =>
    Number(readings.get("table.utilization.peak")?.value ?? -1);
  const name = ({ subject }: Results) => `${subject.host ?? ""}/${subject.namespace ?? ""}`;
  // of these our collector takes a few counters only, and the machine's own causes tell what they show
  const isSampled = ({ subject }: Results) => /^\d{1,20}-\d{1,10}-/.test(subject.namespace ?? "");
  const isOther = ({ subject }: Results) => Number(isOtherTable(subject.namespace));
  const isUnknown = (one: Results) =>
    Number(one.subject.namespace !== null && one.readings.get("table.count")?.value == null);
  return (
    isOther(a) - isOther(b) ||
    Number(isSampled(a)) - Number(isSampled(b)) ||
    isUnknown(a) - isUnknown(b) ||
    state(a) - state(b) ||
    used(b) - used(a) ||
    Number(a.subject.namespace !== null) - Number(b.subject.namespace !== null) ||
    name(a).localeCompare(name(b), "en", { numeric: true })
  );
}
