import { defineSource } from "../source.ts";
import { conntrackTable, type TableFact } from "./index.ts";

export const tableSource = defineSource<TableFact>({
  what: "a dump of the table",
  get: "conntrack -L",
  signature: [
    /^(?:ipv[46] {1,8}\d{1,2} )?(?:tcp|udp|icmp|icmpv6|sctp|dccp|gre|udplite|unknown) {1,8}\d{1,3} .{0,200}src=\S{2,45} dst=/m,
    /^ {0,8}\[(?:NEW|UPDATE|DESTROY)\] /m,
    /^-A -t \d{1,10} -u /m,
    /^<flow><meta direction="original">/m,
  ],
  sensitive: ["addresses"],
  alternatives: [],
  wanted: true,
  byteParser: conntrackTable,
});
