/** Edited samples about kube-proxy and IPVS: what no stand-in of the lab shows. */
import type { Edit, EditedSample } from "./edit-kinds.ts";

const HEALTHY = { from: "healthy" } as const;

/** Nothing answers for kube-proxy, as root sees it in the machine's own network namespace. */
const NO_KUBE_PROXY: readonly Edit[] = [
  {
    remove: [
      "start/kube-proxy-metrics.txt",
      "end/kube-proxy-metrics.txt",
      "once/kube-proxy-mode.txt",
      "once/kube-proxy-healthz.txt",
    ],
    reason: "connection refused",
  },
  {
    replace: "manifest.json",
    pattern: '"netns": "(\\d+)", "netnsOfPid1": null',
    by: '"netns": "$1", "netnsOfPid1": "$1"',
  },
];

const IPVSADM = [
  "IP Virtual Server version 1.2.1 (size=4096)",
  "Prot LocalAddress:Port Scheduler Flags",
  "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
];
const ipvs = (...lines: string[]): Edit => ({
  add: "once/ipvsadm-Ln.txt",
  command: "ipvsadm -Ln",
  lines: [...IPVSADM, ...lines],
});
const vs = (name: string, value: number): Edit => ({
  add: "*/sysctl.txt",
  lines: [`net.ipv4.vs.${name} = ${value}`],
});
const IPVS_MODE: Edit = { replace: "once/kube-proxy-mode.txt", text: "iptables", by: "ipvs" };

export const EDITED_KUBE_PROXY: readonly EditedSample[] = [
  {
    id: "leftover-rules",
    ...HEALTHY,
    expected: { state: "healthy", primary: "leftover-rules", party: null },
    changed:
      "Nothing of kube-proxy answers: its pages were taken out, each with the reason `connection refused`, and the manifest says that the bundle was taken in the machine's own network namespace.",
    because: "the lab's stand-in for kube-proxy removes its rules with the whole namespace",
    edits: NO_KUBE_PROXY,
  },
  {
    id: "sysctl-file-ignored",
    from: "limit-overwritten",
    expected: { state: "healthy", primary: "sysctl-file-ignored", party: null },
    changed:
      "Nothing of kube-proxy answers, as in [leftover-rules](../leftover-rules), and the host has no rules of it: those were taken out.",
    because: "it takes a boot at which the module is loaded late",
    edits: [
      ...NO_KUBE_PROXY,
      {
        remove: ["once/iptables-save.txt", "once/nft-ruleset.txt"],
        reason: "iptables-save is not installed",
      },
    ],
  },
  {
    id: "hairpin-masquerade",
    ...HEALTHY,
    expected: { state: "healthy", primary: "hairpin-masquerade", party: null },
    changed:
      "Each rule by which kube-proxy's KUBE-SERVICES leads to a Service has one before it that marks every client of the Service for translation, as kube-proxy writes with masqueradeAll, and the answers of rows to Services go to the node's address.",
    because: "the lab's stand-in for kube-proxy does not know masqueradeAll",
    edits: [
      {
        replace: "once/iptables-save.txt",
        pattern: '^(-A KUBE-SERVICES -d \\S+ .*cluster IP" .*) -j KUBE-SVC-\\w+$',
        by: "$1 -j KUBE-MARK-MASQ\n$&",
      },
      {
        rows: "^(?:tcp|udp) .* dst=10\\.96\\.\\S+ .* src=10\\.244\\.2",
        rewrite: "( src=10\\.244\\.2\\S+) dst=\\S+ (sport=\\d+) dport=(\\d+)",
        by: "$1 dst=10.0.0.11 $2 dport=$3",
      },
    ],
  },
  {
    id: "kubelet-probe-churn",
    from: "time-wait-churn",
    expected: {
      state: "exhausted",
      primary: "kubelet-probe-churn",
      party: [{ role: "source", address: "10.244.0.1" }],
      also: ["time-wait-churn"],
    },
    changed:
      "The rows of TIME_WAIT became connections of the node, 10.244.0.1, straight to the endpoints of Services, as kubelet's probes leave them, and a list of pods was added.",
    because: "the lab has no kubelet",
    edits: [
      {
        rows: "^tcp .* TIME_WAIT ",
        rewrite:
          "src=\\S+ dst=\\S+ sport=(\\d+) dport=\\d+ src=\\S+ dst=\\S+ sport=\\d+ dport=\\d+",
        by: "src=10.244.0.1 dst=10.244.2.{101,102,111,112} sport=$1 dport=8080 src=10.244.2.{101,102,111,112} dst=10.244.0.1 sport=8080 dport=$1",
      },
      {
        add: "once/pods.txt",
        command: "kubectl get pods -A -o wide --no-headers",
        lines: [
          "# kubectl get pods -A -o wide",
          "shop          cart-0             1/1   Running   0   5d   10.244.2.101   worker-1   <none>   <none>",
          "kube-system   kube-proxy-7gq2x   1/1   Running   0   5d   10.0.0.11      worker-1   <none>   <none>",
        ],
      },
    ],
  },
  {
    id: "ipvs-port-reuse",
    ...HEALTHY,
    expected: { state: "healthy", primary: "ipvs-port-reuse", party: null },
    changed:
      "kube-proxy is in IPVS mode on Linux 5.4, with `conn_reuse_mode` and `conntrack` of IPVS at 1, `ipvsadm -Ln` shows 1,800 closed connections, and `TCPSynRetrans` rises by 31.",
    because: "Linux delays them before 5.9 only, and the kernels at hand are newer",
    edits: [
      IPVS_MODE,
      vs("conn_reuse_mode", 1),
      vs("conntrack", 1),
      {
        replace: "once/version.txt",
        pattern: "^Linux version .*$",
        by: "Linux version 5.4.0-150-generic (buildd@bos03-amd64-012) (gcc version 9.4.0 (Ubuntu 9.4.0-1ubuntu1~20.04.1)) #167-Ubuntu SMP",
      },
      { rise: "netstat.txt", name: "TcpExt.TCPSynRetrans", from: 210, by: 31 },
      ipvs(
        "TCP  10.96.66.40:6379 rr",
        "  -> 10.244.2.151:6379            Masq    1      40         900",
        "  -> 10.244.2.152:6379            Masq    1      40         900",
      ),
    ],
  },
];
