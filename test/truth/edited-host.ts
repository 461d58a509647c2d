/** Edited samples about the machine around the table: its memory, its drivers, what runs beside it. */
import type { Edit, EditedSample } from "./edit-kinds.ts";

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

/** A pod's namespace, in the folder that the collector makes for it. */
const POD = "netns/4026532454-4624-api";
const ofPod = (overflows: number): Edit[] =>
  (["start", "end"] as const).flatMap((phase) => [
    {
      add: `${phase}/${POD}/netstat.txt`,
      command: "cat /proc/4624/net/netstat",
      lines: [
        "TcpExt: SyncookiesSent TW ListenOverflows ListenDrops",
        `TcpExt: 0 5210 ${phase === "start" ? 4_102 : 4_102 + overflows} ${phase === "start" ? 4_102 : 4_102 + overflows}`,
      ],
    },
    {
      add: `${phase}/${POD}/sockstat.txt`,
      command: "cat /proc/4624/net/sockstat",
      lines: ["sockets: used 142", "TCP: inuse 131 orphan 0 tw 12 alloc 140 mem 21"],
    },
    {
      add: `${phase}/${POD}/nf_conntrack_stat.txt`,
      command: "cat /proc/4624/net/stat/nf_conntrack",
      lines: [
        "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart",
        "0000008c 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000  00000000 00000000 00000000 00000000",
      ],
    },
  ]);

export const EDITED_HOSTS: readonly EditedSample[] = [
  {
    id: "cloud-allowance",
    ...HEALTHY,
    expected: {
      state: "healthy",
      primary: "cloud-allowance",
      party: [{ role: "interface", address: "eth0" }],
    },
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
    expected: { state: "healthy", primary: "cilium-ct-map", party: null },
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
  {
    id: "node-draining",
    ...HEALTHY,
    expected: { state: "healthy", primary: "node-draining", party: null },
    changed: "kube-proxy's `/healthz` answers 503 with `nodeEligible` false.",
    because: "the lab's stand-in for kube-proxy has no node that could be deleted",
    edits: [
      { replace: "once/kube-proxy-healthz.txt", text: "HTTP 200", by: "HTTP 503" },
      {
        replace: "once/kube-proxy-healthz.txt",
        text: '"nodeEligible": true',
        by: '"nodeEligible": false',
      },
    ],
  },
  {
    id: "table-oversized",
    ...HEALTHY,
    expected: { state: "healthy", primary: "table-oversized", party: null },
    changed: "`nf_conntrack_max` is 20 000 000, in the settings and in the timeline.",
    because:
      "the limit is one value of the whole machine, not of a namespace, and filling it would hurt others",
    edits: [
      { set: "*/sysctl.txt", name: "net.netfilter.nf_conntrack_max", to: 20_000_000 },
      { replace: "timeline.csv", text: ",5000,", by: ",20000000," },
    ],
  },
  {
    id: "namespace-fault",
    ...HEALTHY,
    expected: {
      state: "healthy",
      primary: "namespace-fault",
      party: [{ role: "namespace", address: "4026532454-4624-api" }],
    },
    changed:
      "The counters of a pod's network namespace were added, in which `ListenOverflows` rises from 4 102 to 4 315.",
    because: "it was captured before the collector read other namespaces' counters",
    edits: ofPod(213),
  },
];
