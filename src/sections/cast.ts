/** One event of a recording by asciinema: when, output or input, and what. */
const EVENT = /^\[\d{1,9}(?:\.\d{1,12})?, ?"([oirm])", ?("(?:[^"\\]|\\.)*")\]$/;
const MOST_EVENT = 65_536;
const MOST_HELD = 8192;

/** Puts the lines of a recorded terminal together again. */
export class Cast {
  #held = "";

  /** The lines that a line of the file stands for; null of any other file's. */
  take(raw: string): readonly string[] | null {
    if (!raw.startsWith("[") || raw.length > MOST_EVENT) return null;
    const [, kind, quoted] = EVENT.exec(raw.trimEnd()) ?? [];
    if (quoted === undefined) return null;
    if (kind !== "o") return [];
    const lines = (this.#held + said(quoted)).split("\n");
    this.#held = lines.pop()!.slice(0, MOST_HELD);
    return lines;
  }

  end(): readonly string[] {
    const rest = this.#held === "" ? [] : [this.#held];
    this.#held = "";
    return rest;
  }
}

function said(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return "";
  }
}
