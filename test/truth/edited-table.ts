/** Edited samples about the node's own table: its rows, its counters, its messages. */
import type { EditedSample } from "./edit-kinds.ts";

const HEALTHY = { from: "healthy" } as const;

export const EDITED_TABLES: readonly EditedSample[] = [
  {
    id: "entry-allocation-failed",
    ...HEALTHY,
    expected: { state: "healthy", primary: "entry-allocation-failed" },
    changed:
      "The counter `drop` rises by 41 within the window, in both forms of the counters and in the timeline; `insert_failed` does not.",
    because: "it takes a machine that is out of memory for the kernel's own caches",
    edits: [{ rise: "nf_conntrack_stat.txt", name: "drop", by: 41 }],
  },
  {
    id: "dns-insert-race",
    ...HEALTHY,
    expected: { state: "healthy", primary: "dns-insert-race" },
    changed:
      "The kernel is 5.4 of Ubuntu 20.04, with the counters that it had (`searched` and `delete_list` instead of `clashres` and `chainlength`), and `insert_failed` and `drop` rise by 23 each.",
    because: "the kernel at hand resolves the race without loss, as every one does from 5.9 on",
    edits: [
      {
        replace: "once/version.txt",
        pattern: "^Linux version .*$",
        by: "Linux version 5.4.0-150-generic (buildd@bos03-amd64-012) (gcc version 9.4.0 (Ubuntu 9.4.0-1ubuntu1~20.04.1)) #167-Ubuntu SMP",
      },
      { replace: "*/nf_conntrack_stat.txt", text: " clashres", by: " searched" },
      { replace: "*/nf_conntrack_stat.txt", text: " chainlength ", by: " delete_list " },
      { replace: "timeline.csv", text: "clashres", by: "searched" },
      { replace: "timeline.csv", text: "chainlength", by: "delete_list" },
      { replace: "*/conntrack-S.txt", pattern: "clash_resolve=\\d+ chaintoolong=\\d+ ", by: "" },
      { rise: "nf_conntrack_stat.txt", name: "insert_failed", from: 812, by: 23 },
      { rise: "nf_conntrack_stat.txt", name: "drop", from: 812, by: 23 },
    ],
  },
];
