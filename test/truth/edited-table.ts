/** Edited samples about the node's own table: its rows, its counters, its messages. */
import type { EditedSample } from "./edit-kinds.ts";

const HEALTHY = { from: "healthy" } as const;
const INVALID = "kubeproxy_iptables_ct_state_invalid_dropped_packets_total";

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
    id: "ovs-zones",
    from: "table-too-small",
    expected: { state: "exhausted", primary: "ovs-zones" },
    changed:
      "Every second TCP row was replaced by a copy of the one before, and the two copies carry `zone=7` and `zone=12`, as Open vSwitch commits a flow once in the zone of each port that it passes.",
    because: "it takes Open vSwitch, or a rule that sets zones on each hop",
    edits: [
      { rows: "^tcp ", paired: true },
      { rows: "^tcp ", rewrite: " use=", by: " zone={7,12} use=" },
    ],
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
  {
    id: "invalid-rst-race",
    ...HEALTHY,
    expected: { state: "healthy", primary: "invalid-rst-race" },
    changed: `kube-proxy's metric \`${INVALID}\` was added to both scrapes; it rises from 5 218 to 5 352.`,
    because: "the lab's stand-in for kube-proxy has no such metric",
    edits: [
      {
        add: "*/kube-proxy-metrics.txt",
        lines: [
          `# HELP ${INVALID} [ALPHA] packets dropped by iptables to work around conntrack problems`,
          `# TYPE ${INVALID} counter`,
          `${INVALID} 0`,
        ],
      },
      { rise: "kube-proxy-metrics.txt", name: INVALID, from: 5_218, by: 134 },
    ],
  },
];
