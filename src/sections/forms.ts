import { CLUSTER_FORMS } from "./forms/cluster.ts";
import { COUNTERS_FORMS } from "./forms/counters.ts";
import { KERNEL_FORMS } from "./forms/kernel.ts";
import { type LineForm, shows } from "./forms/line-form.ts";
import { MACHINE_FORMS } from "./forms/machine.ts";
import { RULES_FORMS } from "./forms/rules.ts";
import { TABLE_FORMS } from "./forms/table.ts";

/** All forms: the commonest first, what may be anything last, as the first that fits a line is taken. */
export const LINE_FORMS: readonly LineForm[] = [
  ...TABLE_FORMS,
  ...MACHINE_FORMS,
  ...CLUSTER_FORMS,
  ...RULES_FORMS,
  ...COUNTERS_FORMS,
  ...KERNEL_FORMS,
];

/** The first form that a line shows by itself, or under a command or path that is told; or null. */
export function formOf(text: string, under = ""): LineForm | null {
  // of a row of the table only the beginning counts, and most lines are rows
  for (const form of LINE_FORMS)
    if (shows(form, text) && form.under?.test(under) !== false) return form;
  return null;
}

const BY_SOURCE = new Map<string, readonly LineForm[]>();
for (const form of LINE_FORMS)
  BY_SOURCE.set(form.source, [...(BY_SOURCE.get(form.source) ?? []), form]);

/** All forms of a source. */
export const formsOf = (source: string): readonly LineForm[] => BY_SOURCE.get(source) ?? [];
