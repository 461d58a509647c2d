import type { Cause } from "./cause.ts";
import { KUBE_PROXY_CONNTRACK } from "./remedies.ts";

/** Entries that keep a client's packets from where the rules now lead: at any use of the table. */
export const BLACK_HOLES: readonly Cause[] = [
  {
    id: "udp-black-hole",
    title: "UDP entries send packets to endpoints that are gone",
    gate: "none",
    mechanism:
      "{blackHole.entries} UDP entries lead to an address that the rules do not name as an endpoint of their Service: {blackHole.largest}. Each packet of the client renews its entry, so what it sends is lost until the entry is deleted or the client pauses, however much room the table has.",
    requires: [["blackHole.entries", ">", 0]],
    // a single one may be of a pod that ends just now
    supports: [["blackHole.unanswered", ">", 1]],
    excludes: [["kubeProxy.leftoverRules", "=", true]],
    holds: ["blackHole.entries"],
    remedies: [
      {
        title: "Delete these UDP entries, so that the next packet takes the path of the rules",
        class: "now",
        commands: [
          "conntrack -D -p {blackHole.paths:protocol} --orig-dst {blackHole.paths:orig-dst} --orig-port-dst {blackHole.paths:orig-port} --reply-src {blackHole.paths:reply-src} --reply-port-src {blackHole.paths:reply-port}",
        ],
        risk: "Only UDP entries of these destinations are deleted. A pod that is ending and still answers over UDP loses its last packets.",
        verify:
          "conntrack -L -p udp --orig-port-dst {blackHole.paths:orig-port} -r {blackHole.paths:reply-src} | wc -l",
        change: { frees: "blackHole.entries" },
      },
      {
        title: "Check whether this release of kube-proxy removes such entries",
        class: "fix",
        commands: [
          "kubectl -n kube-system get pods -l k8s-app=kube-proxy -o custom-columns=NODE:.spec.nodeName,IMAGE:.spec.containers[0].image",
        ],
        risk: "None: this only reads. kube-proxy 1.32 to 1.36 passes over Services without endpoints, so that a restart does not clear their UDP entries; 1.37 passes over their NodePorts only.",
        change: null,
        when: [["host.kind", "=", "kubernetes"]],
      },
    ],
    references: [
      "kubernetes: issues 139628 and 141371",
      "kubernetes: pkg/proxy/conntrack/cleanup.go",
      KUBE_PROXY_CONNTRACK,
    ],
  },
];
