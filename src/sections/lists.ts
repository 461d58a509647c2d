import { isRule, undrawn } from "./drawn.ts";
import { HostTable } from "./host-table.ts";
import { JournalRecord } from "./journal.ts";
import { LnstatTable } from "./lnstat.ts";
import { LogTable } from "./log-table.ts";
import { promtoolSample, promtoolSeries } from "./promtool.ts";
import { ProtocolCounts } from "./protocol-counts.ts";
import type { Respelt } from "./respelt.ts";
import { SeriesTable } from "./series.ts";

type List = SeriesTable | HostTable | LogTable | LnstatTable | JournalRecord | ProtocolCounts;

/** The table that a line is the head of. */
const tableOf = (bare: string, about: string): List | null =>
  SeriesTable.of(bare, about) ?? HostTable.of(bare, about) ?? LogTable.of(bare);

/** Who takes what the lines of a list say, with the number of the line that says so. */
type Taker = (lines: readonly Respelt[], number: number) => void;

/** Reads lists whose lines mean something under their head only: of samples, of a record's fields. */
export class Lists {
  readonly #to: Taker;
  /** What is held until it ends, and the line of its head. */
  #open: { list: List; number: number; isDrawn: boolean } | null = null;
  /** The series whose samples follow, as promtool lists them. */
  #series: string | null = null;

  constructor(to: Taker) {
    this.#to = to;
  }

  /** Takes a line of the open list; false for any other, which ends it. */
  goesOn(bare: string): boolean {
    if (this.#open === null) return false;
    const { list, isDrawn } = this.#open;
    const row = isDrawn ? (undrawn(bare) ?? bare) : bare;
    if ((isDrawn && isRule(bare)) || list.take(row)) return true;
    this.end();
    return false;
  }

  /** Takes the head of a list, or a sample of the series above it; false for any other. `about` tells where it comes from. */
  take(bare: string, number: number, about: string): boolean {
    const drawn = undrawn(bare);
    const ofDrawn = drawn === null ? null : tableOf(drawn, about);
    const list =
      ofDrawn ??
      tableOf(bare, about) ??
      LnstatTable.of(bare, about) ??
      JournalRecord.of(bare) ??
      ProtocolCounts.of(bare, about);
    if (list !== null) this.#open = { list, number, isDrawn: ofDrawn !== null };
    const series = promtoolSeries(bare);
    if (list !== null || series !== null) {
      this.#series = series;
      return true;
    }
    const sample = this.#series === null ? null : promtoolSample(this.#series, bare);
    if (sample !== null) this.#to(sample, number);
    return sample !== null;
  }

  /** Gives on what the open list says. */
  end(): void {
    if (this.#open === null) return;
    const { list, number } = this.#open;
    this.#open = null;
    this.#to(list.end(), number);
  }
}
