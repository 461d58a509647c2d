import { formatNumber, formatShare } from "../../format.ts";
import type { Found, Head, Words } from "../document/document.ts";
import { joined, says } from "../document/inline.ts";
import { sayFrees } from "../document/remedies.ts";
import { keyFigures, meter, stateSign } from "./banner.ts";
import { shown, tag } from "./charts/svg.ts";
import { commandBlock } from "./commands.ts";
import { inlines, verdictChip } from "./inline.ts";

/** What, why, what now: all that is read when there is time for one look. Of several subjects each has its name. */
export function firstScreen(
  { looks, title, summary, found, steps, figures }: Head,
  name: string | null,
): string {
  const whose = name === null ? "Connection tracking" : `${name}: connection tracking`;
  const [primary] = found;
  const cards =
    primary === undefined
      ? [now(steps)]
      : [why(primary), now(steps), more([summary.mechanism, summary.others])];
  return [
    `<div class="first">`,
    `<div class="banner">${stateSign(looks)}<h1>${shown(whose)}: <strong>${shown(title)}</strong></h1></div>`,
    `<p class="what">${inlines(summary.happened)}</p>`,
    keyFigures(figures),
    cards.every((card) => card === "") ? "" : tag("div", { class: "cards" }, ...cards),
    "</div>",
  ].join("\n");
}

/** How the cause above works, and what was found beside it; nothing where the summary does not tell them apart. */
function more(parts: readonly Words[]): string {
  const words = parts.map(inlines).filter(Boolean).join(" ");
  return words === "" ? "" : `<p class="more">${words}</p>`;
}

function why({ title, verdict, fillsTable, held }: Found): string {
  const label = fillsTable ? "Why" : "Another finding";
  const part =
    held === null || held.share === null
      ? ""
      : `${meter(held.share)}<p class="held"><strong>${formatShare(held.share)}</strong> of the table, ${formatNumber(held.entries)} entries</p>`;
  const heading = `<h2>${label} ${verdictChip(verdict)}</h2>`;
  return `<section class="why">${heading}<p class="lead">${inlines(title)}</p>${part}</section>`;
}

/** The first remedy, and where that is no command, the first that is one. */
function now(remedies: Head["steps"]): string {
  const [first] = remedies;
  if (first === undefined) return "";
  const quick = first.commands.length > 0 ? [] : remedies.filter((one) => one.commands.length > 0);
  const steps = [first, ...quick.slice(0, 1)].map((step, at) => {
    const { title, commands, risk } = step;
    const then = [sayFrees(step), says`Risk: ${risk}`].filter((one) => one.length > 0);
    return [
      `<p class="${at === 0 ? "lead" : "or"}">${at === 0 ? "" : "Or: "}${inlines(title)}</p>`,
      commands.length === 0 ? "" : commandBlock(commands),
      `<p class="then">${inlines(joined(then, " "))}</p>`,
    ].join("");
  });
  return `<section class="now"><h2>What now</h2>${steps.join("")}</section>`;
}
