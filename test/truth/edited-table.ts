/** Edited samples about the node's own table: its rows, its counters, its messages. */
import type { EditedSample } from "./edit-kinds.ts";

const HEALTHY = { from: "healthy" } as const;

export const EDITED_TABLES: readonly EditedSample[] = [
  {
    id: "entry-allocation-failed",
    ...HEALTHY,
    expected: { state: "healthy", primary: "entry-allocation-failed", party: null },
    changed:
      "The counter `drop` rises by 41 within the window, in both forms of the counters and in the timeline; `insert_failed` does not. The kernel log says within the window that no memory was to be had for an entry.",
    because: "it takes a machine that is out of memory for the kernel's own caches",
    edits: [
      { rise: "nf_conntrack_stat.txt", name: "drop", by: 41 },
      {
        add: "once/kernel-log.txt",
        lines: [
          "[{uptime+2.1}] SLUB: Unable to allocate memory on CPU 0 (of node 0) on node -1, gfp=0x820(GFP_ATOMIC)",
          "[{uptime+2.1}]   cache: nf_conntrack, object size: 256, buffer size: 256, default order: 0, min order: 0",
        ],
      },
    ],
  },
  {
    id: "dns-insert-race",
    ...HEALTHY,
    expected: { state: "healthy", primary: "dns-insert-race", party: null },
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
    id: "snat-port-race",
    ...HEALTHY,
    expected: { state: "healthy", primary: "snat-port-race", party: null },
    changed:
      "The rule that translates sources has no `--random-fully`, in both forms of the rules, and `insert_failed` and `drop` rise by 41 each.",
    because: "two packets must meet between two steps of the kernel, on two CPUs",
    edits: [
      { replace: "once/iptables-save.txt", text: " --random-fully", by: "" },
      { replace: "once/nft-ruleset.txt", text: " masquerade fully-random", by: " masquerade" },
      { rise: "nf_conntrack_stat.txt", name: "insert_failed", by: 41 },
      { rise: "nf_conntrack_stat.txt", name: "drop", by: 41 },
    ],
  },
  {
    id: "gateway-snat-exhaustion",
    ...HEALTHY,
    expected: { state: "healthy", primary: "gateway-snat-exhaustion", party: null },
    changed:
      "Rows in TIME_WAIT became attempts without an answer to six addresses of the Internet, and others connections to the same addresses that were answered.",
    because: "the gateway is the cloud's, outside the machine",
    edits: [
      {
        rows: "^tcp .* TIME_WAIT ",
        rewrite: "^tcp +6 (\\d+) TIME_WAIT src=(\\S+) dst=\\S+ sport=(\\d+) .*$",
        by: "tcp      6 {70..118} SYN_SENT src=$2 dst=203.0.113.{10..15} sport=$3 dport=443 [UNREPLIED] src=203.0.113.{10..15} dst=10.0.0.11 sport=443 dport=$3 mark=0 use=1",
        upTo: 0.08,
      },
      {
        rows: "^tcp .* TIME_WAIT ",
        rewrite: "^tcp +6 (\\d+) TIME_WAIT src=(\\S+) dst=\\S+ sport=(\\d+) .*$",
        by: "tcp      6 $1 TIME_WAIT src=$2 dst=203.0.113.{10..15} sport=$3 dport=443 src=203.0.113.{10..15} dst=10.0.0.11 sport=443 dport=$3 [ASSURED] mark=0 use=1",
        upTo: 0.05,
      },
    ],
  },
  {
    id: "undelivered-entries",
    ...HEALTHY,
    expected: { state: "critical", primary: "undelivered-entries", party: null },
    changed:
      "The kernel counts 4 990 entries in each sample, and before and after the dump, which shows 1 220 of them.",
    because: "it takes a program that listens to events and does not read them for days",
    edits: [
      { set: "*/sysctl.txt", name: "net.netfilter.nf_conntrack_count", to: 4990 },
      { replace: "dump/count-*.txt", pattern: "^\\d+$", by: "4990" },
      { replace: "timeline.csv", pattern: "^(\\d[^,]*,[^,]*),\\d+,5000,", by: "$1,4990,5000," },
    ],
  },
];
