import type { Analysis } from "../report/contract.ts";
import { fileNameOf, fileNameOfComparison } from "../report/file-name.ts";
import { byId, make, save } from "./dom.ts";
import { dropped } from "./dropped.ts";
import { chosen } from "./files.ts";
import { stayHere } from "./guard.ts";
import type { Answer, Given, Told } from "./messages.ts";
import { overview } from "./overview.ts";
import { showSliders } from "./sliders.ts";
import { Cancelled, Threads } from "./threads.ts";
import { type Shown, showDocument, showStart } from "./view.ts";

/** A case that was read: its files, and what the page keeps of it. */
interface Case {
  given: readonly Given[];
  told: Told;
}

/** Bytes of the key by which copies are redacted. */
const KEY_BYTES = 32;

const root = document.documentElement;
const threads = new Threads();
let cases: Case[] = [];
let current: Case | "all" | null = null;
let shown: Shown | null = null;
let isBusy = false;
/** One for all copies of this tab, so that they are hidden alike; it never leaves the tab. */
let key: Uint8Array | null = null;

const say = (text: string): void => byId("said").replaceChildren(text);
const fault = (text: string): void => byId("fault").replaceChildren(text);

/** Does one thing at a time, with its progress, until it is done or cancelled. */
async function during(what: string, work: () => Promise<void>): Promise<void> {
  if (isBusy) return fault("Wait until the present work is done, or cancel it.");
  isBusy = true;
  delete root.dataset["state"];
  fault("");
  say(what);
  byId("stand").textContent = "";
  byId<HTMLProgressElement>("progress").removeAttribute("value");
  byId("work").hidden = false;
  try {
    await work();
    say("");
  } catch (error) {
    if (error instanceof Cancelled) say("Cancelled.");
    else {
      say("");
      fault((error as Error).message);
      root.dataset["state"] = "failed";
    }
  } finally {
    isBusy = false;
    byId("work").hidden = true;
    if (root.dataset["state"] === undefined && current !== null && current !== "all")
      root.dataset["state"] = current.told.analysis.state;
  }
}

async function ask<T extends Answer["is"]>(
  work: Parameters<Threads["run"]>[0],
): Promise<Extract<Answer, { is: T }>> {
  const answer = await threads.run(work, ({ words, part }) => {
    byId("stand").textContent = words;
    if (part !== null) byId<HTMLProgressElement>("progress").value = part;
  });
  if (answer.is === "failed") throw new Error(answer.message);
  return answer as Extract<Answer, { is: T }>;
}

/** Reads what was given: each for itself, or all as one case. */
const read = (given: readonly Given[]): Promise<void> =>
  given.length === 0
    ? Promise.resolve()
    : during(`Reading ${given.map(({ name }) => name).join(", ")} …`, async () => {
        const isOne = byId<HTMLInputElement>("one-case").checked;
        const groups = isOne ? [given] : given.map((one) => [one]);
        const faults: string[] = [];
        let first: Case | null = null;
        for (const group of groups)
          try {
            const told = await ask<"told">({ is: "analyse", given: group });
            const one = { given: group, told };
            cases = [...cases.filter((other) => keyOf(other) !== keyOf(one)), one];
            first ??= one;
          } catch (error) {
            if (error instanceof Cancelled) throw error;
            faults.push((error as Error).message);
          }
        if (first !== null) show(first);
        if (faults.length > 0) throw new Error(faults.join(" · "));
      });

/** By which it is known that the same was given again. */
const keyOf = ({ given }: Case): string =>
  JSON.stringify(
    given.map(({ name, isFolder, files }) => [
      name,
      isFolder,
      files.map(({ path, file }) => [path, file.size, file.lastModified]),
    ]),
  );

function show(one: Case): void {
  const { analysis, html, markdown, basis } = one.told;
  current = one;
  shown = {
    fileName: fileNameOf(analysis),
    html,
    markdown,
    json: `${JSON.stringify(analysis, null, 2)}\n`,
  };
  showDocument(html);
  showSliders(basis);
  showBundles();
  root.dataset["state"] = analysis.state;
}

/** The earliest first; those of unknown time stay where they were given. */
const byTime = ({ told: a }: Case, { told: b }: Case): number => {
  const [from, to] = [a.analysis.bundle.capturedAt, b.analysis.bundle.capturedAt];
  return from === null || to === null || from === to ? 0 : from < to ? -1 : 1;
};

/** All bundles in a table, and what differs between those of one machine. */
const showAll = (): Promise<void> =>
  during("Comparing …", async () => {
    const sorted = [...cases].sort(byTime);
    const all: Analysis[] = sorted.map(({ told }) => told.analysis);
    current = "all";
    showSliders(null);
    try {
      const captures = sorted.map(({ told }) => told.capture);
      const { comparison, html, markdown } = await ask<"compared">({ is: "compare", captures });
      const json = `${JSON.stringify(comparison, null, 2)}\n`;
      shown = { fileName: fileNameOfComparison(comparison), html, markdown, json };
      showDocument(html, [overview(all, "")]);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      shown = null;
      const why = `There is nothing to compare. ${(error as Error).message}`;
      showDocument("", [make("main", {}, make("h1", {}, "Comparison"), overview(all, why))]);
    }
    root.dataset["state"] = "compared";
    showBundles();
  });

/** A button for each bundle, and one for all of them. */
function showBundles(): void {
  byId("saves").hidden = current === null;
  for (const id of ["save-html", "save-markdown", "save-json"])
    byId<HTMLButtonElement>(id).disabled = shown === null;
  byId<HTMLButtonElement>("redact").disabled = current === "all";
  const buttons = cases.map((one) => {
    const { bundle, subject, state } = one.told.analysis;
    const word = make("span", { className: `state state-${state}` }, state);
    const name = subject.host === null ? bundle.name : `${subject.host} (${bundle.name})`;
    return button(current === one, () => show(one), name, word);
  });
  if (cases.length > 1) buttons.push(button(current === "all", showAll, "Compare"));
  byId("bundles").hidden = cases.length < 2;
  byId("bundles").replaceChildren(...buttons.map((one) => make("li", {}, one)));
}

function button(isCurrent: boolean, onclick: () => void, ...words: (string | Node)[]) {
  const one = make("button", { type: "button", onclick }, ...words);
  if (isCurrent) one.ariaCurrent = "true";
  return one;
}

const redact = (): Promise<void> =>
  during("Writing a copy without addresses and names …", async () => {
    if (current === null || current === "all") return;
    key ??= crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    for (const [at, given] of current.given.entries()) {
      const { archive } = await ask<"redacted">({ is: "redact", given, key });
      // its own name may be a host's
      save(`redacted-${cases.indexOf(current) + 1}-${at + 1}.tar.gz`, archive, "application/gzip");
    }
  });

function closeAll(): void {
  cases = [];
  current = null;
  shown = null;
  delete root.dataset["state"];
  showStart();
  showSliders(null);
  showBundles();
  byId("bundle").focus();
}

const SAVES = {
  "save-html": ["html", "html", "text/html"],
  "save-markdown": ["markdown", "md", "text/markdown"],
  "save-json": ["json", "json", "application/json"],
} as const;
for (const [id, [what, ending, type]] of Object.entries(SAVES))
  byId(id).onclick = () => {
    if (shown !== null) save(`${shown.fileName}.${ending}`, shown[what], type);
  };
byId("redact").onclick = redact;
byId("close").onclick = closeAll;
byId("cancel").onclick = () => threads.cancel();
for (const id of ["bundle", "folder"]) {
  const input = byId<HTMLInputElement>(id);
  input.onchange = () => {
    const given = chosen(input);
    // else the same file could not be chosen again
    input.value = "";
    void read(given);
  };
}
document.ondragover = (event) => {
  event.preventDefault();
  document.body.classList.add("over");
};
document.ondragleave = (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("over");
};
document.ondrop = (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (event.dataTransfer !== null)
    void dropped(event.dataTransfer).then(read, ({ message }: Error) => fault(message));
};
stayHere();
