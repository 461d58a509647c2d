import { formatNumber, formatShare } from "../../format.ts";
import type { Head, Remedy, Words } from "../document/document.ts";
import { says } from "../document/inline.ts";
import { fillsAgain } from "../document/remedies.ts";
import type { Paint } from "./colour.ts";
import { commandLines } from "./command.ts";
import { inlines } from "./inline.ts";
import { wrap } from "./width.ts";

/** Steps with their commands and risks, below what they are for. */
export function toDo(steps: Head["steps"], most: number, paint: Paint): string[] {
  if (steps.length === 0) return [];
  const more = steps.length - most;
  return [
    "",
    paint("heading", "What to do"),
    ...steps
      .slice(0, most)
      .flatMap((step, at) => [
        ...(steps[at - 1]?.aim === step.aim ? [] : [`  ${step.aim}`]),
        ...wrap(inlines(sayShortly(step), paint), `  ${at + 1}. `, "     "),
        ...step.commands.flatMap((command) => commandLines(command, "       ")),
        ...wrap(inlines(says`Risk: ${step.risk}`, paint), "     "),
      ]),
    ...(more > 0 ? [`  and ${more} more: -f markdown or -f html`] : []),
  ];
}

function sayShortly({ title, frees, when, isNever, noMoreCome, utilizationAfter }: Remedy): Words {
  if (isNever)
    return says`${title}: frees none of the present entries, which keep their time until their next packet`;
  const then =
    frees === null || frees === 0
      ? ""
      : `: frees ${formatNumber(frees)} entries${when === null ? "" : ` ${when}`}`;
  const left =
    utilizationAfter === null
      ? ""
      : fillsAgain(utilizationAfter)
        ? ", but the table fills again"
        : `${noMoreCome && frees ? ", and no more of them come:" : ","} then ${formatShare(utilizationAfter)} in use`;
  return says`${title}${then}${left}`;
}
