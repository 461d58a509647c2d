import { peel } from "./peel.ts";
import type { Respelt } from "./respelt.ts";
import { NOT_NOW } from "./told-use.ts";

const NUMBER = "(\\d{1,3}(?:[,.'_ ]\\d{3}){1,3}|\\d{3,12})";
const MAX = "(?:(?:nf_)?conntrack[ _])?(?:max(?:imum)?|limit)";
/** `count is 301122 now`, `now the count is at 301,122`. */
const COUNT = new RegExp(
  `^(?:now |ok,? |and )?(?:the |its )?(?:current |conntrack )?count (?:is |now |at ){1,3}${NUMBER}(?: now| again)?[.!]?$`,
  "i",
);
/** `raised max to 524288`, `we have set the limit to 524288`: done, where "set max to" alone asks for it. */
const CHANGED = new RegExp(
  `^(?:(?:I|we)(?: have|'ve)? (?:just |now )?(?:set|put) |(?:(?:I|we|just|have|now) ){0,3}(?:raised|increased|bumped|doubled|lowered|reduced|changed) )(?:the |its )?${MAX} (?:from ${NUMBER} )?to ${NUMBER}(?: now)?[.!]?$`,
  "i",
);
const OF_TABLE = /conntrack_(?:count|max)\b|conntrack -C\b/;
/** A prompt names the machine of what follows. */
const PROMPT = /^\[?[\w.-]{1,64}@([\w.-]{1,64})/;

/** What people say of the table whose count or limit stands above, and so without its name. */
export class SaidLater {
  /** The machines whose count or limit came. */
  readonly #hosts = new Set<string | null>();

  /** Notes a line that was read. */
  heard(bare: string, host: string | null): void {
    if (this.#hosts.size < 2 && OF_TABLE.test(bare))
      this.#hosts.add(PROMPT.exec(bare)?.[1] ?? host);
  }

  /** Reads a line as a setting; null of any other, and where it is not clear whose it would be. */
  read(text: string): Respelt[] | null {
    if (this.#hosts.size !== 1 || text.length > 160) return null;
    let said = settingOf(text.trim());
    if (said === null)
      peel(text, (inner) => {
        said = settingOf(inner.trim());
        return said !== null;
      });
    return said;
  }
}

function settingOf(bare: string): Respelt[] | null {
  const count = COUNT.exec(bare)?.[1];
  const max = CHANGED.exec(bare)?.[2];
  if ((count ?? max) === undefined || NOT_NOW.test(bare)) return null;
  const name = count === undefined ? "max" : "count";
  return [{ text: `net.netfilter.nf_conntrack_${name} = ${(count ?? max)!.replace(/\D/g, "")}` }];
}
