import { stampTime } from "../parsers/kernel-stamp.ts";
import { journalLine } from "./json.ts";
import type { Respelt } from "./respelt.ts";

/** Fields of one record that are kept; journald writes some thirty. */
const MOST_FIELDS = 128;
const FIELD = /^(_{0,2}[A-Z][A-Z0-9_]{0,62})=(.{0,4096})$/;
/** What `-o verbose` writes above the fields of a record. */
const HEAD = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}) \S{1,8} \[s=[0-9a-f]{1,32};/;

/** A record of journald, a field a line, as `-o export` and `-o verbose` write it; held until it ends. */
export class JournalRecord {
  readonly #fields: Record<string, string>;

  private constructor(fields: Record<string, string>) {
    this.#fields = fields;
  }

  /** The record that a line begins. */
  static of(bare: string): JournalRecord | null {
    const stamp = HEAD.exec(bare)?.[1];
    const time = stamp === undefined ? null : stampTime(stamp).time;
    if (time !== null) return new JournalRecord({ __REALTIME_TIMESTAMP: String(time * 1000) });
    return bare.startsWith("__CURSOR=") ? new JournalRecord({}) : null;
  }

  /** Whether a line is of the record. */
  take(bare: string): boolean {
    const [, name, value] = FIELD.exec(bare) ?? [];
    if (name === undefined || name === "__CURSOR") return false;
    if (Object.keys(this.#fields).length < MOST_FIELDS) this.#fields[name] ??= value!;
    return true;
  }

  end(): Respelt[] {
    return ("MESSAGE" in this.#fields ? journalLine(this.#fields) : null) ?? [];
  }
}
