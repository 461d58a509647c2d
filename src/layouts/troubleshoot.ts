import { layoutOf } from "./layout.ts";

/** A support bundle of troubleshoot.sh. */
export const troubleshoot = layoutOf(
  "support-bundle",
  /(?:^|\/)host-collectors\/|(?:^|\/)cluster-resources\//,
  [
    /(?:^|\/)host-collectors\/(?:[^/]+\/)?system\/(?:[^/]+\/)?(?:sysctl|cpu|memory|hostos_info|kernel|time)[\w-]*\.(?:json|txt)$/,
    /(?:^|\/)host-collectors\/(?:[^/]+\/)?(?:run-host|journald|system|copy|http)\/[^?]*\.(?:txt|log)$/,
    /(?:^|\/)(?:kube-proxy|coredns|dmesg|conntrack|sysctl|iptables)[^/]*(?:\/[^/]+)?\.(?:log|txt)$/,
    /(?:^|\/)logs?\/[^?]*kube-proxy[^/]*\.(?:log|txt)$/,
  ],
);
