import { AddressIndex } from "../conntrack-table/addresses.ts";
import { USUAL_BORDERS } from "../conntrack-table/index.ts";
import * as row from "../conntrack-table/row.ts";
import { RowScanner } from "../conntrack-table/scanner.ts";
import { tableSource } from "../conntrack-table/source.ts";
import { STATES } from "../conntrack-table/states.ts";
import type { ByteParser } from "../line-parser.ts";
import { defineSource } from "../source.ts";
import { eachLine } from "../whole-lines.ts";

/** Rows of one dump that are kept, 9 words each: 5 MB. What is beyond is not told of. */
const MOST = 1 << 17;
/** Texts of IPv6 addresses: such rows are not kept. */
const NO_TEXTS = 1;

/**
 * Those entries of a recorder's dump that cannot be closed before their time: of protocols without states, by IPv4.
 * They are held against those of another dump.
 */
export interface RecordedDumpFact {
  entry: string;
  /** When it began to be taken, in milliseconds since 1970. */
  at: number;
  /** Whether each such entry of the table is in it. */
  isWhole: boolean;
  /** The words of `conntrack-table/row.ts`, one row behind the other. */
  rows: Int32Array;
}

const STATELESS = Uint8Array.from(STATES, ({ protocol, state }) =>
  Number(state === null && protocol !== "tcp"),
);
const STAMP = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.txt\.gz$/;

const parser: ByteParser<RecordedDumpFact> = (entry, borders = USUAL_BORDERS) => {
  const words = new Int32Array(row.ROW_WORDS);
  const scanner = new RowScanner(words, new AddressIndex(NO_TEXTS), borders);
  let rows = new Int32Array(row.ROW_WORDS << 10);
  let count = 0;
  let isWhole = !entry.includes("cut-");

  const lines = eachLine(
    (bytes, from, feed) => {
      if (scanner.scan(bytes, from) !== feed + 1) return;
      if (STATELESS[words[row.KIND]! >> 2] === 0 || (words[row.META]! & row.IPV6) !== 0) return;
      if (count === MOST) {
        isWhole = false;
        return;
      }
      if ((count + 1) * row.ROW_WORDS > rows.length) {
        const wider = new Int32Array(rows.length * 2);
        wider.set(rows);
        rows = wider;
      }
      rows.set(words, count++ * row.ROW_WORDS);
    },
    () => undefined,
  );
  return {
    push: lines.push,
    end(cut) {
      const [, year, month, day, ...time] = STAMP.exec(entry) ?? [];
      const at = Date.parse(`${year}-${month}-${day}T${time.join(":")}Z`);
      return { entry, at, isWhole: isWhole && !cut, rows: rows.slice(0, count * row.ROW_WORDS) };
    },
  };
};

export const recordedDump = defineSource<RecordedDumpFact>({
  what: "the dumps that a recorder takes before and behind the fullest table",
  get: "sh collect.sh --watch -o DIR",
  sensitive: ["addresses"],
  redact: tableSource.redact,
  alternatives: [],
  byteParser: parser,
});
