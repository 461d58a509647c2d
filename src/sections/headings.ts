import { aboutOf, type Line } from "./section.ts";
import { readTitle, readUnderlined, type Title } from "./titles.ts";

const DESCRIBES_NODES = /(?:\b|_)(?:describe|desc)\W{1,3}(?:\S{1,80}\s)?no(?:des?)?(?:\b|_)/i;

/** Reads what is a title by itself, or by what stands above or below it. */
export class Headings {
  /** What follows describes nodes, one after the other: the machine on which that was asked. */
  #describedOn: { host: string | null } | null = null;
  /** The line of the last rule. */
  #ruled = -1;
  /** The last line that nobody knew. */
  #alone = { text: "", number: -1 };

  /** The title that a line is; null of any other. `host` is the machine that is spoken of. */
  of(line: Line, host: string | null): Title | null {
    const { bare, number } = line;
    return (
      this.#describedNode(line, host) ??
      readTitle(bare) ??
      (this.#ruled === number - 1 ? readBannerHost(bare) : null)
    );
  }

  /** The node that a line of `kubectl describe nodes` names, under which all is of that node. */
  #describedNode({ bare, own }: Line, host: string | null): Title | null {
    const name = /^Name:\s{4,40}([a-z0-9][a-z0-9.-]{0,252})$/.exec(bare)?.[1];
    if (name === undefined) return null;
    if (this.#describedOn === null && DESCRIBES_NODES.test(aboutOf(own)))
      this.#describedOn = { host };
    return this.#describedOn === null ? null : { host: name };
  }

  /** Ends the description of nodes: the machine on which it was asked for; null where there was none. */
  endDescription(): { host: string | null } | null {
    const asked = this.#describedOn;
    this.#describedOn = null;
    return asked;
  }

  /** Notes a line that nobody knows: what stands below it may make it a heading. */
  unknown(text: string, number: number): void {
    this.#alone = { text, number };
  }

  /** The title above a line of nothing but signs that underlines it, and its own line; null of any other. */
  above(bare: string, number: number): { title: Title; number: number } | null {
    if (/^-{5,200}$/.test(bare)) this.#ruled = number;
    const { text, number: before } = this.#alone;
    if (before !== number - 1 || !/^(?:={3,200}|-{3,200})$/.test(bare)) return null;
    const title = readUnderlined(text);
    if (title === null) return null;
    this.#ruled = -1;
    return { title, number: before };
  }

  /** Whether a line is the last rule. */
  isRule(number: number): boolean {
    return this.#ruled === number;
  }
}

/** A line between two rules, which names the machines that gave the same answer: `clush -b`, `dshbak -c`. */
function readBannerHost(text: string): Title | null {
  const host = /^([A-Za-z][\w.-]{0,200}(?:\[[\d,-]{1,200}\][\w.-]{0,100})?)(?: \(\d{1,6}\))?$/.exec(
    text,
  )?.[1];
  return host !== undefined && /[\d.-]/.test(host) ? { host } : null;
}
