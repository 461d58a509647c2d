/**
 * What this project says of kube-proxy, and what the captures show of it. `shown` and `contradicted` say
 * so of the whole statement; `in part` names what does not hold.
 */
export interface Statement {
  readonly said: string;
  readonly where: string;
  readonly verdict: "shown" | "contradicted" | "in part";
  readonly seen: string;
  /** What `--only` is told. */
  readonly steps: readonly string[];
}

export const STATEMENTS: readonly Statement[] = [
  {
    said: "kube-proxy never removes TCP entries.",
    where: "src/causes/kube-proxy.ts: stale-endpoints",
    verdict: "shown",
    seen: "In iptables and nftables mode of every release all five stay, whatever happens: rollout, scale to zero, deletion of the Service, restart.",
    steps: ["leftovers"],
  },
  {
    said: "A start of kube-proxy 1.28 or 1.31 clears the UDP entries of each Service with endpoints, live ones as well; 1.37 those of removed endpoints only. It clears no TCP entry, and not every UDP one.",
    where: "src/causes/kube-proxy.ts: risks of stale-endpoints and proxy-sync-stalled",
    verdict: "shown",
    seen: "1.28 and 1.31: a restart clears every UDP entry of a Service that has endpoints, also the five that lead to a live pod, and none of a Service that went to zero while it was down. 1.37: it clears those of removed endpoints only, of Services without any as well, but none of a deleted Service, nor those by NodePort of a Service at zero.",
    steps: ["leftovers"],
  },
  {
    said: "1.32 to 1.36 passes over UDP entries of Services without endpoints, 1.37 over those of their NodePorts and of deleted Services only.",
    where: "src/causes/black-hole.ts: risk; src/report/prevention.ts",
    verdict: "in part",
    seen: "1.37.2: scale to zero leaves none of five UDP entries by clusterIP, at once or after a restart. By NodePort all five stay, and all of a deleted Service. 1.28 and 1.31 clean both at once, and neither after a restart. That 1.32 to 1.36 pass over them is not captured, as no release between 1.31 and 1.37 is among those that are built here: it was read in pkg/proxy/conntrack/cleanup.go of 1.32.13, 1.33.6, 1.34.4, 1.35.4 and 1.36.3.",
    steps: ["leftovers-1.37", "leftovers-1.31"],
  },
  {
    said: "A stall is a change that has waited for over a minute, or for over 5 s with /healthz 503, failed syncs or pending changes.",
    where: "src/causes/kube-proxy.ts: requires of proxy-sync-stalled",
    verdict: "shown",
    seen: "With the lock of iptables held for 70 s and a change that waits, 1.28, 1.31 and 1.37 alike show endpoint_changes_pending 0: the sync that fails has taken the changes over. last_queued is after last, and the change has waited for 76, 75 and 76 s at the end of the bundle; /healthz is 503. The cause is found in each of the three bundles, and in none of a healthy or restarted kube-proxy (test/cluster/stalls.test.ts).",
    steps: [
      "states-1.28-iptables-legacy",
      "states-1.31-iptables-legacy",
      "states-1.37-iptables-legacy",
    ],
  },
  {
    said: "Failed syncs that rise within the window bear a stall out; one that failed counts once.",
    where: "src/signals/kube-proxy.ts: kubeProxy.syncFailures",
    verdict: "shown",
    seen: "One failure in some 75 s: an attempt waits for the lock, and the next is up to 30 s later, so that a window of 5 s sees none, and the stall is found without. That one failure counts in iptables_restore_failures_total and in iptables_partial_restore_failures_total, of which the signal takes the larger.",
    steps: ["states-1.37-iptables-legacy"],
  },
  {
    said: "A lock of iptables, in its legacy form, can stall kube-proxy.",
    where: "src/causes/kube-proxy.ts: proxy-sync-stalled",
    verdict: "shown",
    seen: "The legacy form only. With the nft form of iptables the same lock is held and the sync is done at once: /healthz 200.",
    steps: ["states-1.37-iptables-legacy", "states-1.37-iptables"],
  },
  {
    said: "A kube-proxy that its API server does not answer shows it by its requests, not by its sync metrics or /healthz.",
    where: "src/causes/kube-proxy.ts: proxy-not-told",
    verdict: "shown",
    seen: 'With the API server gone for 30 s all of them are those of a healthy one: nothing pending, last after last_queued, /healthz 200, and up to 1.31 its lastUpdated is now. Only rest_client_requests_total{code="<error>"} rises: to 20 in 1.28, 16 in 1.31, 25 in 1.37. The cause is found in four of the five bundles; in that of 1.37 in iptables mode with the nft form no request falls into the 5 s of the window, and it is unknown.',
    steps: ["states"],
  },
  {
    said: "The rules stay in force while kube-proxy restarts; where its API server does not answer, do not restart it.",
    where: "src/causes/kube-proxy.ts: remedies of proxy-sync-stalled and proxy-not-told",
    verdict: "shown",
    seen: "The rules stay: 52 lines name an endpoint's chain before and 40 s after a restart without API server. For those 40 s 1.37 serves neither metrics nor /healthz; 1.28 and 1.31 answer /healthz with 200, having synced nothing (1.28: last timestamp 0, which kubeProxy.syncAge says is no sync yet; 1.31: no metrics yet).",
    steps: ["states-1.37-iptables", "states-1.28-iptables-legacy", "states-1.31-iptables-legacy"],
  },
  {
    said: "99 % of kube-proxy's syncs after a change take up to … For that long after a rollout this node may send connections to pods that are gone.",
    where: "src/causes/kube-proxy.ts: proxy-mode-scaling",
    verdict: "shown",
    seen: "2,000 Services of three pods, 22,007 rules, iptables mode, a busy machine of two processors: the one full sync at the start took 12.9 s, ten changes after it 0.41 s each on average (2,019 rules written, not 22,007). Both are in sync_proxy_rules_duration_seconds, whose 99th percentile is that of the first; sync_partial_proxy_rules_duration_seconds has the changes alone. The signal takes the latter where there is one, and not the full sync of the start.",
    steps: ["rules-2000-1.37-iptables"],
  },
  {
    said: "Move kube-proxy to nftables mode.",
    where: "src/causes/kube-proxy.ts: remedy of proxy-mode-scaling",
    verdict: "shown",
    seen: "The same 2,000 Services: 1.5 s for the first sync, 0.15 s for a change.",
    steps: ["rules-2000-1.37-nftables", "rules-2000-1.37-iptables"],
  },
  {
    said: "kube-proxy 1.29 to 1.36 writes its own limit whenever it starts, even over a larger one.",
    where: "src/causes/limits.ts: limit-overwritten; src/report/prevention.ts",
    verdict: "in part",
    seen: "1.31 does. 1.37.2 does not: 1,000,000 stays, with its buckets. The others are not captured, as they are not among the releases that are built here: the sources of 1.29.6, 1.35.4, 1.36.1 and 1.36.3 write as that of 1.31.4 does. Of later patches of 1.36, and of 1.37.0 and 1.37.1, nothing is said.",
    steps: ["startup-1.31-iptables-legacy", "startup-1.37-iptables-legacy"],
  },
  {
    said: "kube-proxy up to 1.28 only raises the limit.",
    where: "src/report/prevention.ts",
    verdict: "shown",
    seen: "1,000,000 stays, 65,536 becomes 131,072.",
    steps: ["startup-1.28-iptables-legacy"],
  },
  {
    said: "kube-proxy sets a day (86,400 s) for established connections, from 1.29 on also over a lower value; 1.22 to 1.28 writes only a longer one.",
    where: "src/causes/timeouts.ts: established-timeout-long; src/report/prevention.ts",
    verdict: "shown",
    seen: "1.31 and 1.37 do, also over a lower value: 3,600 becomes 86,400. 1.28 only raises: the kernel's 432,000 stays, with its log silent about it.",
    steps: ["startup"],
  },
  {
    said: "tcpCloseWaitTimeout is an hour, of which the kernel's own default is a minute.",
    where: "src/causes/connections.ts: close-wait-buildup",
    verdict: "shown",
    seen: "60 becomes 3,600 in each release, and so does a lower value of a sysctl file.",
    steps: ["startup"],
  },
  {
    said: "To last: conntrack.min of the advised limit; where kube-proxy caps it, maxPerCore 0 and a sysctl file.",
    where: "src/causes/larger-limit.ts: raiseLimit; src/report/prevention.ts",
    verdict: "shown",
    seen: "1.37 caps maxPerCore × CPUs at 1,048,576: with 2,000,000 a core it writes 1,048,576, and its source returns that before it looks at `min`. `min` alone is not capped: 1,500,000 is written whole. What is reckoned of a node is what was written in all three releases (test/truth-items/kube-proxy-releases.test.ts).",
    steps: ["startup-1.37-iptables-legacy"],
  },
  {
    said: "Keep the established timeout at a day by tcpEstablishedTimeout of kube-proxy's configuration from 1.29 on, and by a sysctl file before.",
    where:
      "src/causes/timeouts.ts; src/report/prevention.ts: Keep the timeouts that kube-proxy sets, Set the timeouts in a sysctl file",
    verdict: "shown",
    seen: "1.31 and 1.37 write it, and 0s leaves the kernel's own. 1.28 cannot lower the kernel's five days: there it takes a sysctl file. tcpBeLiberal, udpTimeout and udpStreamTimeout are written by 1.31 and 1.37; 1.28 does not know them and says so in its log only.",
    steps: ["startup"],
  },
  {
    said: "The node's own rules list the endpoints that kube-proxy serves.",
    where: "src/parsers/ruleset.ts",
    verdict: "shown",
    seen: "iptables mode of three releases, nftables mode of two, of 5 and of 2,000 Services: every Service port, NodePort and endpoint that the API server was told is read, and no other (test/cluster). Mended on the way: `ct status dnat` in 1.37's hairpin rule was read as a translation, and an empty nft ruleset as a fault.",
    steps: ["rules"],
  },
  {
    said: "An entry for a Service of the rules whose answers come from none of its endpoints is stale.",
    where: "src/attribution: stale-endpoint",
    verdict: "shown",
    seen: "All 30 such entries that 1.28, 1.31 and 1.37 leave after a restart are found, and no other is called so (test/cluster). Those of a deleted Service, 5 more in 1.28 and 1.31 and 10 in 1.37, are in no rule: they are found too where the collector took the rules whole, nothing else translates destinations, and another Service is in their range (test/cluster/deleted-service.test.ts); elsewhere they count as in use or as one-way UDP.",
    steps: ["leftovers"],
  },
  {
    said: "The rules are had by iptables-save, or by iptables-legacy-save where that prints none.",
    where: "src/collector/collect.sh",
    verdict: "shown",
    seen: "On a node whose iptables is the nft form, and whose kube-proxy brings the legacy one, the node's iptables-save prints nothing: the captured bundles, of an earlier collector, lack the rules, and CoreDNS was not found in them. The collector now asks the legacy form there (test/collector/legacy-rules.test.ts).",
    steps: ["states-1.37-iptables-legacy"],
  },
  {
    said: "CoreDNS's answers by code, from its metrics.",
    where:
      "src/signals/kube-proxy.ts: coredns.servfail, coredns.answers; src/causes/look-alikes/cluster.ts: coredns-upstream-dead",
    verdict: "shown",
    seen: "Two CoreDNS pods behind a Service, found by kube-proxy's rules; one question in three for an upstream that is dead: 51.1 SERVFAIL of 153.0 answers a second, while the clients counted 800 of 2,400. coredns-overload is ruled out, as no query was rejected; coredns-upstream-dead is found.",
    steps: ["coredns"],
  },
];
