import { toTheSecond } from "../format.ts";
import type { Analysis } from "../report/contract.ts";
import { fileNameOf, fileNameOfComparison } from "../report/file-name.ts";
import { byId, make } from "./dom.ts";
import { byTime, type Case, kept } from "./kept.ts";
import { overview } from "./overview.ts";
import { showSliders } from "./sliders.ts";
import { Cancelled } from "./threads.ts";
import { showDocument, showStart } from "./view.ts";
import { ask, cancel, during, setState } from "./work.ts";

/** Shows a case's report, with its sliders. */
export function show(one: Case): void {
  const { analysis, html, markdown, basis } = one.told;
  kept.current = one;
  kept.shown = {
    fileName: fileNameOf(analysis),
    html,
    markdown,
    json: `${JSON.stringify(analysis, null, 2)}\n`,
  };
  showDocument(html);
  showSliders(basis);
  showBundles();
  setState(analysis.state);
}

/** All bundles in a table, and what differs between those of one machine. */
const showAll = (): Promise<void> =>
  during("Comparing …", async () => {
    const sorted = [...kept.cases].sort(byTime);
    const all: Analysis[] = sorted.map(({ told }) => told.analysis);
    kept.current = "all";
    showSliders(null);
    try {
      const captures = sorted.map(({ told }) => told.capture);
      const { comparison, html, markdown } = await ask<"compared">({ is: "compare", captures });
      const json = `${JSON.stringify(comparison, null, 2)}\n`;
      kept.shown = { fileName: fileNameOfComparison(comparison), html, markdown, json };
      showDocument(html, [overview(all, "")]);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      kept.shown = null;
      const why = `There is nothing to compare. ${(error as Error).message}`;
      showDocument("", [make("main", {}, make("h1", {}, "Comparison"), overview(all, why))]);
    }
    showBundles();
    return "";
  });

/** A button for each bundle, and one for all of them. */
function showBundles(): void {
  const { cases, current, shown } = kept;
  byId("saves").hidden = current === null;
  for (const id of ["save-html", "save-markdown", "save-json"])
    byId<HTMLButtonElement>(id).disabled = shown === null;
  byId<HTMLButtonElement>("redact").disabled = current === "all";
  const names = cases.map(nameOf);
  const buttons = cases.map((one, at) => {
    const { bundle, state } = one.told.analysis;
    const word = make("span", { className: `state state-${state}` }, state);
    const isShared = names.filter((name) => name === names[at]).length > 1;
    // most bundles of a machine are called alike
    const time = isShared && bundle.capturedAt !== null ? ` ${toTheSecond(bundle.capturedAt)}` : "";
    return button(current === one, () => show(one), `${names[at]}${time}`, word);
  });
  if (cases.length > 1) buttons.push(button(current === "all", showAll, "Compare"));
  byId("bundles").hidden = cases.length < 2;
  byId("bundles").replaceChildren(...buttons.map((one) => make("li", {}, one)));
}

const nameOf = ({ told: { analysis } }: Case): string =>
  analysis.subject.host === null
    ? analysis.bundle.name
    : `${analysis.subject.host} (${analysis.bundle.name})`;

function button(isCurrent: boolean, onclick: () => void, ...words: (string | Node)[]) {
  const one = make("button", { type: "button", onclick }, ...words);
  if (isCurrent) one.ariaCurrent = "true";
  return one;
}

/** Forgets all that was read. */
export function closeAll(): void {
  cancel();
  Object.assign(kept, { cases: [], current: null, shown: null });
  setState(undefined);
  byId("copy").hidden = true;
  showStart();
  showSliders(null);
  showBundles();
  byId("bundle").focus();
}
