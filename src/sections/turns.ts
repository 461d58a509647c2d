import { feed, finish, flushRow } from "./feed.ts";
import type { LineForm } from "./forms/line-form.ts";
import { ROWS } from "./forms/table.ts";
import { goesOn, noteFirst } from "./goes-on.ts";
import { takeSample } from "./scrape.ts";
import { headAt, type Line, newOpen, type Open, type Own, type Receiver } from "./section.ts";

/** Machines whose lines may come in turn. */
const MOST_PARKED = 256;
/** Machines that the prefixes of one text may name: each costs as much as a text of its own. */
const MOST_PREFIXES = 1000;

/** The section that is open, and those of other machines whose lines come in turn with its own. */
export class Turns {
  readonly #to: Receiver;
  #open: Open | null = null;
  readonly #parked = new Map<string, Open>();
  readonly #prefixes = new Set<string>();
  /** The line behind which rows are those that the tool changed. */
  #changed = -1;

  constructor(to: Receiver) {
    this.#to = to;
  }

  get open(): Open | null {
    return this.#open;
  }

  /** Takes a line that goes on as the open section does; false for any other. */
  takes(line: Line): boolean {
    const open = this.#open;
    if (open === null || !goesOn(open, line)) return false;
    if (open.source !== "metrics") feed(open, line, this.#to);
    else if (!takeSample(open, line.bare, line.number, this.#to)) {
      // what was there already begins another scrape of the same place
      const own = { ...line.own, context: open.head.context, path: open.head.path };
      this.beginMetrics({ ...line, own, layers: open.layers });
    }
    return true;
  }

  /** The tool said at this line how many entries it changed: of the rows before it, or of those behind. */
  changed(number: number): void {
    if (this.#open?.source === "conntrack-table")
      this.#open.head.context = { ...this.#open.head.context, reduced: "changed" };
    else this.#changed = number;
    this.close();
  }

  /** What is known of a section that begins at this line. */
  #ofChanged(own: Own, number: number): Own {
    return number - 1 === this.#changed
      ? { ...own, context: { ...own.context, reduced: "changed" } }
      : own;
  }

  /** Begins a section of a form with a line. */
  begin(form: LineForm, line: Line): void {
    this.close();
    const head = headAt(form.source, this.#ofChanged(line.own, line.number), line.number);
    const sink = form.source === "kernel-log" ? null : this.#to.open(head);
    this.#open = newOpen(form.source, form, head, sink, line.layers);
    noteFirst(this.#open, line.bare);
    feed(this.#open, line, this.#to);
  }

  /** Begins a scrape, whose samples tell whose they are. */
  beginMetrics({ own, bare, number, layers }: Line): void {
    this.close();
    const head = headAt("kube-proxy-metrics", own, number);
    this.#open = newOpen("metrics", null, head, null, layers);
    takeSample(this.#open, bare, number, this.#to);
  }

  /** Takes rows as bytes; see `Cutter.rows`. */
  rows(
    block: Uint8Array,
    from: number,
    to: number,
    first: number,
    own: Own,
  ): { at: number; line: number } {
    const open = this.#open;
    if (open?.source === "conntrack-table" && open.layers.length === 0 && open.sink?.rows) {
      flushRow(open);
      return open.sink.rows(block, from, to, first);
    }
    const head = headAt("conntrack-table", this.#ofChanged(own, first), first);
    const sink = this.#to.open(head);
    const after = sink.rows?.(block, from, to, first) ?? { at: from, line: first };
    if (after.at === from) {
      // it only looked like one
      this.#to.drop?.(head);
      return after;
    }
    this.close();
    this.#open = newOpen("conntrack-table", ROWS, head, sink, []);
    return after;
  }

  /** Gives a line to the table at hand, which keeps what it cannot read; false where none is open. */
  toTable(bare: string, number: number): boolean {
    if (this.#open?.source !== "conntrack-table") return false;
    flushRow(this.#open);
    this.#open.sink!.line(bare, number);
    return true;
  }

  /** A blank line, which means something in some outputs. */
  blank(number: number): void {
    const open = this.#open;
    if (open?.source === "kube-proxy-config" || open?.source === "nft-ruleset")
      open.sink!.line("", number);
  }

  /** Takes up the section of a machine, as pdsh and the like print the lines of several in turn; false past a ceiling. */
  turnTo(host: string): boolean {
    if (!this.#prefixes.has(host) && this.#prefixes.size >= MOST_PREFIXES) return false;
    this.#prefixes.add(host);
    const open = this.#open;
    const before = open?.head.context.host ?? null;
    if (before === host) return true;
    // what no prefix named is another text's
    const isNamed = before !== null && (open!.layers.length > 0 || this.#prefixes.has(before));
    if (open !== null && isNamed) {
      this.#parked.set(before, open);
      this.#open = null;
    } else this.close();
    this.#open = this.#parked.get(host) ?? null;
    this.#parked.delete(host);
    if (this.#parked.size <= MOST_PARKED) return true;
    const [oldest, its] = [...this.#parked][0]!;
    this.#parked.delete(oldest);
    finish(its, this.#to);
    return true;
  }

  close(): void {
    const open = this.#open;
    this.#open = null;
    if (open !== null) finish(open, this.#to);
  }

  /** Closes the open section and those that wait for their turn. */
  closeAll(): void {
    this.close();
    for (const open of this.#parked.values()) finish(open, this.#to);
    this.#parked.clear();
  }
}
