import { defineSource } from "../source.ts";
import { conntrackTable, type TableFact } from "./index.ts";

export const tableSource = defineSource<TableFact>({
  what: "a dump of the table",
  get: "conntrack -L",
  sensitive: ["addresses"],
  alternatives: [],
  wanted: true,
  byteParser: conntrackTable,
});
