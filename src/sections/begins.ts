import { METRIC_HEAD } from "./forms/metrics.ts";
import { formOf } from "./forms.ts";
import { readPrompt } from "./prompt.ts";
import { aboutOf, type Line } from "./section.ts";
import type { Turns } from "./turns.ts";

/** Begins a section with a line that shows by itself what it is of; false of any other. */
export function begins(turns: Turns, line: Line): boolean {
  const { bare, own } = line;
  const form = formOf(bare, aboutOf(own));
  const isPrompt =
    form?.source === "kernel-log" && bare.startsWith("[") && readPrompt(bare) !== null;
  if (form !== null && !isPrompt) turns.begin(form, line);
  else if (METRIC_HEAD.test(bare)) turns.beginMetrics(line);
  else return false;
  return true;
}
