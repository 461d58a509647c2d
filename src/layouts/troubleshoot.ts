import { layoutOf } from "./layout.ts";

/**
 * A support bundle of troubleshoot.sh, v1beta2, up to 0.12x. Host collectors write
 * `host-collectors/system/sysctl.json` and `host-collectors/run-host/<name>.txt`; of several nodes, a pod on each
 * writes `host-collectors/<node>/system/…`, and `collect --remote` wrote `host-collectors/system/<node>/…`. The
 * collector in the cluster writes `sysctl/<node>`. Looked up in replicatedhq/troubleshoot: `pkg/collect/host_*.go`,
 * `pkg/collect/sysctl.go`, `pkg/supportbundle/collect.go`.
 */
export const troubleshoot = layoutOf("support-bundle", {
  marks: /(?:^|\/)(?:host-collectors|cluster-resources|cluster-info)\//,
  top: /(?:^|\/)support-?bundle-[^/]+\//,
  places: [
    [/^host-collectors\/(?:[^/]+\/)?system\/(?:[^/]+\/)?sysctl\.json$/, "sysctl"],
    /^host-collectors\/(?:[^/]+\/)?(?:run-host|journald|copy)\/[^?]*(?<!-info\.json)(?<!-stderr\.txt)$/,
    /^sysctl\/[^/]+$/,
    /(?:^|\/)(?:kube-proxy|coredns|dmesg|conntrack|sysctl|iptables)[^/]*(?:\/[^/]+)?\.(?:log|txt)$/,
    /^(?:cluster-resources\/pods\/)?logs?\/[^?]*(?:kube-proxy|coredns)[^/]*(?:\/[^/]+)?\.log$/,
  ],
  owners: [
    /^host-collectors\/(?!(?:system|run-host|journald|copy)\/)(?<node>[^/]+)\/(?:system|run-host|journald|copy)\//,
    /^host-collectors\/(?:system|run-host|journald)\/(?<node>[^/]+)\/[^/]+$/,
    /^sysctl\/(?<node>[^/]+)$/,
  ],
});
