/** Edited samples about the machine around the table: its memory, its drivers, what runs beside it. */
import type { EditedSample } from "./edit-kinds.ts";

const HEALTHY = { from: "healthy" } as const;

/** The counters of AWS's ENA driver that tell of allowances, as `ethtool -S` prints them. */
const ena = (conntrack: number): string[] => [
  "NIC statistics:",
  "     tx_timeout: 0",
  "     interface_up: 1",
  "     interface_down: 0",
  "     admin_q_pause: 0",
  "     bw_in_allowance_exceeded: 0",
  "     bw_out_allowance_exceeded: 12",
  "     pps_allowance_exceeded: 0",
  `     conntrack_allowance_exceeded: ${conntrack}`,
  "     linklocal_allowance_exceeded: 0",
  "     conntrack_allowance_available: 0",
];

const cilium = (failures: number): string[] => [
  "# HELP cilium_bpf_map_pressure Fill percentage of map, tagged by map name",
  "# TYPE cilium_bpf_map_pressure gauge",
  'cilium_bpf_map_pressure{map_name="ct4_global"} 0.981',
  'cilium_bpf_map_pressure{map_name="ct_any4_global"} 0.223',
  'cilium_bpf_map_pressure{map_name="lxc"} 0.012',
  "# HELP cilium_drop_count_total Total dropped packets, tagged by drop reason and ingress/egress direction",
  "# TYPE cilium_drop_count_total counter",
  `cilium_drop_count_total{direction="EGRESS",reason="CT: Map insertion failed"} ${failures}`,
  'cilium_drop_count_total{direction="INGRESS",reason="Policy denied"} 31',
];

export const EDITED_HOSTS: readonly EditedSample[] = [
  {
    id: "softnet-drops",
    ...HEALTHY,
    expected: { state: "healthy", primary: "softnet-drops" },
    changed:
      "The second column of `/proc/net/softnet_stat` (dropped) rises by 1 960 on the first CPU, the third (time_squeeze) by 340.",
    because: "the receive queue of a CPU is the whole machine's",
    edits: [
      { rise: "softnet_stat.txt", name: "dropped", from: 70_214, by: 1_960 },
      { rise: "softnet_stat.txt", name: "time_squeeze", from: 5_120, by: 340 },
    ],
  },
  {
    id: "cloud-allowance",
    ...HEALTHY,
    expected: { state: "healthy", primary: "cloud-allowance" },
    changed:
      "`ethtool -S eth0` of both samples was added, with the counters of AWS's ENA driver; `conntrack_allowance_exceeded` rises from 88 213 to 88 456.",
    because: "the counters come from a hypervisor, which a network namespace has not",
    edits: [
      { add: "start/ethtool-S-eth0.txt", command: "ethtool -S eth0", lines: ena(88_213) },
      { add: "end/ethtool-S-eth0.txt", command: "ethtool -S eth0", lines: ena(88_456) },
    ],
  },
  {
    id: "cilium-ct-map",
    ...HEALTHY,
    expected: { state: "healthy", primary: "cilium-ct-map" },
    changed:
      "The Cilium agent's metrics of both samples were added: its TCP map is 98.1 % full, and packets dropped for `CT: Map insertion failed` rise from 4 102 to 4 391.",
    because: "it takes Cilium, whose maps live beside the kernel's table",
    edits: [
      {
        add: "start/cilium-metrics.txt",
        command: "curl -sS -m 2 http://127.0.0.1:9962/metrics",
        lines: cilium(4_102),
      },
      {
        add: "end/cilium-metrics.txt",
        command: "curl -sS -m 2 http://127.0.0.1:9962/metrics",
        lines: cilium(4_391),
      },
    ],
  },
];
