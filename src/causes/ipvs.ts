import type { Cause } from "./cause.ts";

const IPVS_SYSCTLS = "kernel: Documentation/networking/ipvs-sysctl.rst";

/** All but a home's or an office's router. */
const BALANCERS = ["kubernetes", "docker", "open-vswitch", "plain"] as const;

/** Faults of kube-proxy's IPVS mode, and of any other host that balances by IPVS. */
export const IPVS: readonly Cause[] = [
  {
    id: "ipvs-stale-server",
    title: "IPVS keeps sending connections to servers that were removed",
    gate: "none",
    hosts: BALANCERS,
    mechanism:
      "{ipvs.drained.connections:counted} of IPVS ({ipvs.drained.share}) belong to servers of weight 0, which take no new ones: {ipvs.drained.paths}. Their packets are still sent there until they close or time out, whether or not the server exists.",
    requires: [
      ["ipvs.drained.connections", ">", 50],
      ["ipvs.drained.share", ">", 0.2],
    ],
    supports: [
      ["ipvs.expireNodest", "=", 0],
      ["ipvs.drained.share", ">", 0.5],
    ],
    excludes: [],
    holds: [],
    names: [
      { role: "destination", name: "ipvs.drained.paths" },
      { role: "endpoint", name: "ipvs.drained.paths" },
    ],
    remedies: [
      {
        title: "Let IPVS end connections whose server is deleted",
        class: "now",
        commands: ["sysctl -w net.ipv4.vs.expire_nodest_conn=1"],
        risk: "The connections of a deleted server end at their next packet, instead of waiting for their timeout. kube-proxy sets this itself when it starts.",
        undo: "sysctl -w net.ipv4.vs.expire_nodest_conn=0",
        verify: "sysctl net.ipv4.vs.expire_nodest_conn",
        change: null,
        when: [["ipvs.expireNodest", "=", 0]],
      },
      {
        title: "Delete these servers, once they are known to be gone",
        class: "now",
        commands: [
          "ipvsadm --delete-server --{ipvs.drained.paths:protocol}-service {ipvs.drained.paths:orig-dst}:{ipvs.drained.paths:orig-port} --real-server {ipvs.drained.paths:reply-src}:{ipvs.drained.paths:reply-port}",
        ],
        risk: "A pod that is ending still serves these connections: they would be cut. kube-proxy deletes such a server itself when it has no connection left.",
        undo: "ipvsadm --add-server --{ipvs.drained.paths:protocol}-service {ipvs.drained.paths:orig-dst}:{ipvs.drained.paths:orig-port} --real-server {ipvs.drained.paths:reply-src}:{ipvs.drained.paths:reply-port} --masquerading --weight 0",
        verify: "ipvsadm -Ln",
        change: null,
      },
    ],
    references: ["kubernetes: pkg/proxy/ipvs/graceful_termination.go", IPVS_SYSCTLS],
  },
  {
    id: "ipvs-port-reuse",
    title: "IPVS delays connections from a port that was used before",
    gate: "none",
    hosts: BALANCERS,
    mechanism:
      "IPVS holds {ipvs.inactive:counted} that are closed or closing, and its conn_reuse_mode is {ipvs.reuseMode:raw}. Before Linux 5.9, a client that reuses a port of one of them loses its first packet, and connects only when it tries again a second later.",
    requires: [
      ["ipvs.reuseMode", "=", 1],
      ["ipvs.conntrack", "=", 1],
      ["kernel.version", "<", 5.09],
      ["ipvs.inactive", ">", 1000],
    ],
    supports: [["tcp.synRetransmits", ">", 5]],
    excludes: [],
    holds: [],
    remedies: [
      {
        title: "Set conn_reuse_mode to 0, as kube-proxy does on such kernels",
        class: "now",
        commands: ["sysctl -w net.ipv4.vs.conn_reuse_mode=0"],
        risk: "A connection from a reused port goes to the same server as before, even one that is taken out.",
        undo: "sysctl -w net.ipv4.vs.conn_reuse_mode=1",
        verify: "nstat -az TcpExtTCPSynRetrans",
        change: null,
      },
      {
        title: "Move to Linux 5.9 or later, which does not delay them",
        class: "fix",
        commands: ["uname -r"],
        risk: "A change of the kernel restarts the node.",
        change: null,
      },
    ],
    references: ["kubernetes: issue 81775", IPVS_SYSCTLS],
  },
];
