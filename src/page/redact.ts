import { byId, make, save } from "./dom.ts";
import { kept } from "./kept.ts";
import { ask, during } from "./work.ts";

/** Bytes of the key by which copies are redacted. */
const KEY_BYTES = 32;

/** One for all copies of this tab, so that they are hidden alike; it never leaves the tab. */
let key: Uint8Array | null = null;

/** Saves a copy of each bundle of the case on the screen, and lists what is not in it. */
export const redact = (): Promise<void> =>
  during("Writing a copy without addresses and names …", async () => {
    const { current, cases } = kept;
    if (current === null || current === "all") return "";
    key ??= crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    const said: string[] = [];
    const lacks: string[] = [];
    for (const [at, given] of current.given.entries()) {
      const { archive, held, leftOut, damage } = await ask<"redacted">({
        is: "redact",
        given,
        key,
      });
      // its own name may be a host's
      const name = `redacted-${cases.indexOf(current) + 1}-${at + 1}.tar.gz`;
      save(name, archive, "application/gzip");
      said.push(`Saved ${name}: ${[held, ...damage].join("; ")}.`);
      lacks.push(...leftOut);
    }
    byId("left-out").replaceChildren(...lacks.map((one) => make("li", {}, one)));
    byId("copy").hidden = lacks.length === 0;
    return said.join(" ");
  });
