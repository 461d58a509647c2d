import type { LineForm } from "./line-form.ts";

const FLAG = "(?:ipv[46] {1,12}\\d{1,3} {1,8})?";
/** A row of the table, as the tools and /proc write it; its first letters may be cut. */
const ROW = new RegExp(
  `^${FLAG}(?:[a-z][a-z0-9]{0,8} {1,12})?\\d{1,3} .{0,120}?\\bsrc=.{0,46}? ?dst=`,
);

/** Rows as most tools print them. */
export const ROWS: LineForm = { source: "conntrack-table", begins: ROW };

/** The table itself and its counters. */
export const TABLE_FORMS: readonly LineForm[] = [
  ROWS,
  {
    source: "conntrack-table",
    begins: /^\[(?:NEW|UPDATE|DESTROY)\] |^\[\d{6,16}\.\d{1,9}\s*\]\s*\[(?:NEW|UPDATE|DESTROY)\] /,
  },
  { source: "conntrack-table", begins: /^-A -t \d{1,10} -u / },
  {
    source: "conntrack-table",
    begins: /^<flow(?: type="\w{1,9}")?><meta direction=/,
    goesOn: /^<(?:\?xml|\/?conntrack)/,
  },
  { source: "conntrack-table", begins: /^<conntrack>$/, goesOn: /^<(?:flow|\?xml|\/?conntrack)/ },
  {
    source: "conntrack-s",
    begins: /^cpu=\d{1,5}\s{1,16}(?:found|entries|searched|clashres|invalid|insert)=/,
    again: /^cpu=0\s/,
  },
  {
    source: "conntrack-s",
    begins: /^entries\s{1,24}\d{1,10}$/,
    goesOn:
      /^(?:searched|found|new|invalid|ignore|delete|delete_list|insert|insert_failed|drop|early_drop|icmp_error|error|expect_new|expect_create|expect_delete|search_restart|clash_resolve|chaintoolong)\s{1,24}\d{1,10}$/,
    again: /^entries\s/,
  },
  {
    source: "conntrack-stat",
    begins: /^entries {1,4}(?:searched|clashres) {1,4}found {1,4}new {1,4}invalid/,
    goesOn: /^[0-9a-f]{8}(?: {1,4}[0-9a-f]{8}){5,32}$/,
    again: /^entries /,
  },
];
