import type { Analysis } from "../../src/report/contract.ts";
import { type Row, rowText } from "../attribution/rows.ts";
import type { Files } from "../support/evidence.ts";

/** Evidence as people have it, and what is true of it. */
export interface FieldCase {
  name: string;
  /** What is true of it, in words. */
  why: string;
  files: Files;
  expect: Expected;
}

/** What a report must say of a case, and what it must not. */
export interface Expected {
  /** The states that are right, of the subject that leads. */
  state: readonly Analysis["state"][];
  count?: number;
  max?: number;
  rows?: number;
  /** Causes that are confirmed or likely. */
  found?: readonly string[];
  /** Causes that are not so much as possible. */
  absent?: readonly string[];
  /** Causes that are possible at most. */
  atMost?: readonly string[];
  /** Nothing is said to fill the table, but these causes. */
  noCause?: readonly string[];
  /** The count of each subject, by `host/namespace`, in the order of the report. */
  subjects?: readonly (readonly [string, number | null])[];
  /** Each is said, in the terminal's or the Markdown report, beyond a repeated line of the evidence. */
  says?: readonly RegExp[];
  /** None is said in either. */
  silent?: readonly RegExp[];
}

/** What the kernel says of a full table. */
export const TABLE_FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";

/** Nothing at all is said to fill the table. */
export const NOTHING: readonly string[] = [];

/** Rows of a dump, each made from its number; before each of them what the form of the dump wants. */
export const many = (count: number, row: (at: number) => Row, before = ""): string =>
  Array.from({ length: count }, (_, at) => `${before}${rowText(row(at))}\n`).join("");

/** What stands before a row of `-o extended` and of /proc. */
export const EXTENDED = "ipv4     2 ";

/** Addresses of a /16, one for each number. */
export const within = (net: string, at: number): string =>
  `${net}.${(at >> 8) & 255}.${at & 255 || 1}`;

/** A connection to a web server that is open, by its number; and one that was closed. */
export const served = (at: number): Row => ({
  src: within("10.41", at),
  dst: "10.42.0.9",
  sport: 25_000 + (at % 30_000),
  dport: 443,
  left: 86_000 - (at % 3000),
  flag: "[ASSURED]",
});
export const closed = (at: number): Row => ({
  ...served(at),
  state: "TIME_WAIT",
  left: 5 + (at % 110),
});

/** A count and a limit as sysctl prints them. */
export const settings = (count: number, max: number, more = ""): string =>
  `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = ${max}\n${more}`;

type Counts = Record<"invalid" | "failed" | "drop" | "early" | "restart", number>;

/** A row of counters of `conntrack -S`; what could not be inserted was dropped, unless said otherwise. */
export const cpu = (
  number: number,
  { invalid = 20, failed = 0, drop, early = 0, restart = 0 }: Partial<Counts> = {},
): string =>
  `cpu=${number}   \tfound=${100 + number} invalid=${invalid} insert=0 insert_failed=${failed} drop=${drop ?? failed} early_drop=${early} error=0 search_restart=${restart} clash_resolve=0 chaintoolong=0 \n`;

/** Timeouts of a usual node. */
export const TIMES =
  "net.netfilter.nf_conntrack_tcp_timeout_established = 86400\nnet.netfilter.nf_conntrack_tcp_timeout_time_wait = 120\nnet.netfilter.nf_conntrack_udp_timeout = 30\nnet.netfilter.nf_conntrack_udp_timeout_stream = 120\n";
