import type { Cause } from "./cause.ts";
import {
  avoid,
  KERNEL_SYSCTLS,
  KUBE_PROXY_CONNTRACK,
  kubeProxyConfig,
  lowerTimeout,
} from "./remedies.ts";

/** What kube-proxy's rules, left alone or set too wide, and kubelet's probes do. */
export const KUBE_PROXY_RULES: readonly Cause[] = [
  {
    id: "leftover-rules",
    title: "Rules of kube-proxy are left over, but it is not running",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "The ruleset holds chains of kube-proxy (left over: {kubeProxy.leftoverRules}), but nothing answers on its ports and no kube-proxy process is running. Nothing updates these rules any more, so what they still translate may go to endpoints that are gone.",
    requires: [["kubeProxy.leftoverRules", "=", true]],
    supports: [],
    excludes: [],
    holds: [],
    explains: ["stale-endpoints"],
    remedies: [
      {
        title:
          "Check which chains of kube-proxy still see packets, then let kube-proxy remove its rules",
        class: "fix",
        commands: [
          "iptables-save -c -t nat | grep '^:KUBE-' | grep -v '\\[0:0\\]'",
          "kube-proxy --cleanup",
        ],
        risk: "Services that only these rules serve stop working: make sure first that another program has taken over from kube-proxy.",
        verify: "iptables-save | grep -c '^:KUBE-SVC'",
        change: null,
      },
    ],
    references: ["kubernetes: cmd/kube-proxy/app/server_linux.go", KUBE_PROXY_CONNTRACK],
  },
  {
    id: "hairpin-masquerade",
    title: "Every client of a Service is masqueraded as the node",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "{services.masqueraded.entries:counted} of Services ({services.masqueraded.share} of them) reach their endpoint under the node's address instead of the client's. With masqueradeAll, kube-proxy does so for pods too: all share the node's ports towards an endpoint, and no policy or log sees the client.",
    requires: [
      ["rules.masqueradeAll", "=", true],
      ["services.masqueraded.share", ">", 0.5],
    ],
    supports: [["services.masqueraded.entries", ">", 100]],
    excludes: [],
    holds: ["services.masqueraded.entries"],
    remedies: [
      {
        title: "Let kube-proxy recognize pods by the cluster's own network",
        class: "fix",
        commands: [
          kubeProxyConfig("iptables:", "  masqueradeAll: false"),
          "kubectl -n kube-system get configmap kube-proxy -o yaml | grep -E 'masqueradeAll|clusterCIDR|detectLocalMode'",
        ],
        risk: "Endpoints then see the pods' own addresses: a firewall or policy that knows only nodes would refuse them. Open connections keep their translation until they end.",
        undo: "kubectl -n kube-system edit configmap kube-proxy   # masqueradeAll: true",
        verify: "iptables-save -t nat | grep -c 'cluster IP.*KUBE-MARK-MASQ'",
        change: null,
      },
    ],
    references: ["kubernetes: pkg/proxy/iptables/proxier.go"],
  },
  {
    id: "kubelet-probe-churn",
    title: "Kubelet's probes of this node's pods fill the table",
    gate: "exhaustion",
    hosts: ["kubernetes"],
    mechanism:
      "{endpoints.direct.entries} entries ({endpoints.direct.share}) are closed or closing connections straight to endpoints of pods, mostly from the node itself[?, {use.time-wait.topSource}?]. Each probe over HTTP or TCP opens a connection of its own, which leaves an entry for two minutes by default.",
    requires: [
      ["use.time-wait.topSource.share", ">", 0.2],
      ["endpoints.direct.fromNode", "=", true],
    ],
    weighs: ["endpoints.direct.share", ">", 0.3],
    supports: [],
    excludes: [],
    holds: ["endpoints.direct.entries"],
    names: [{ role: "source", name: "use.time-wait.topSource" }],
    explains: ["time-wait-churn"],
    remedies: [
      avoid(
        "Let probes come less often (periodSeconds), or use exec or gRPC probes where many pods are probed",
        ["time-wait"],
        "A container that fails is noticed later.",
        [
          "kubectl get pods -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,EVERY:.spec.containers[*].livenessProbe.periodSeconds",
        ],
      ),
      lowerTimeout(
        "nf_conntrack_tcp_timeout_time_wait",
        30,
        "Holds for the whole node; a port that is reused early may meet late packets of its former connection.",
      ),
    ],
    references: ["kubernetes: pkg/probe/http/http.go", KERNEL_SYSCTLS],
  },
];
