import { byId } from "./dom.ts";
import { kept, stateOf } from "./kept.ts";
import type { Answer } from "./messages.ts";
import { Cancelled, Threads } from "./threads.ts";

const root = document.documentElement;
const threads = new Threads();
let isBusy = false;

const say = (text: string): void => byId("said").replaceChildren(text);
export const fault = (text: string): void => byId("fault").replaceChildren(text);

/** The word at the root element by which a script knows that the work is done. */
export function setState(state: string | undefined): void {
  if (state === undefined) delete root.dataset["state"];
  else root.dataset["state"] = state;
}

/** Does one thing at a time, with its progress, until it is done or cancelled; then says what it answers. */
export async function during(what: string, work: () => Promise<string>): Promise<void> {
  if (isBusy) return fault("Wait until the present work is done, or cancel it.");
  isBusy = true;
  setState(undefined);
  fault("");
  say(what);
  byId("copy").hidden = true;
  byId("stand").textContent = "";
  byId<HTMLProgressElement>("progress").removeAttribute("value");
  byId("work").hidden = false;
  let state: string | undefined;
  try {
    say(await work());
  } catch (error) {
    if (error instanceof Cancelled) say("Cancelled.");
    else {
      say("");
      fault((error as Error).message);
      state = "failed";
    }
  } finally {
    isBusy = false;
    byId("work").hidden = true;
    setState(state ?? stateOf(kept.current));
  }
}

/** Has the threads do something, and shows how far they are. */
export async function ask<T extends Answer["is"]>(
  work: Parameters<Threads["run"]>[0],
): Promise<Extract<Answer, { is: T }>> {
  const answer = await threads.run(work, ({ words, part }) => {
    byId("stand").textContent = words;
    if (part !== null) byId<HTMLProgressElement>("progress").value = part;
  });
  if (answer.is === "failed") throw new Error(answer.message);
  return answer as Extract<Answer, { is: T }>;
}

export function cancel(): void {
  if (isBusy) threads.cancel();
}
