import type { LineForm } from "./line-form.ts";

/** kube-proxy, and lists of the cluster. */
export const CLUSTER_FORMS: readonly LineForm[] = [
  {
    source: "kube-proxy-log",
    begins:
      /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{3,9} +\d+ \w[\w.]{0,64}\.go:\d+\](?!.{0,600}conntrack: table full)/,
  },
  {
    source: "kube-proxy-healthz",
    begins: /^\{"(?:lastUpdated|currentTime|nodeEligible)"/,
    goesOn: /^HTTP \d{3}$/,
  },
  { source: "kube-proxy-mode", begins: /^proxyMode: [a-z]{4,16}$/ },
  {
    source: "kube-proxy-healthz",
    begins: /^HTTP\/[\d.]{1,3} \d{3}\b/,
    goesOn: /^[A-Za-z-]{2,40}: \S/,
    under: /\bhealthz\b/,
  },
  {
    source: "kube-proxy-config",
    begins:
      /^kind: KubeProxyConfiguration$|^apiVersion: kubeproxy\.config\.k8s\.io|--conntrack-(?:max|min|tcp)|^conntrack:$/,
    goesOn: /^[\w.-]{1,64}:(?:\s|$)|^- /,
  },
  {
    source: "pods",
    begins: /^NAMESPACE\s{1,64}NAME\s{1,253}READY\s/,
    goesOn: /^[a-z0-9][\w.-]{0,253}\s{1,253}[a-z0-9][\w.-]{0,253}\s{1,64}\d+\/\d+\s/,
  },
  {
    source: "endpoints",
    begins: /^NAMESPACE\s{1,64}NAME\s{1,253}(?:ADDRESSTYPE|ENDPOINTS)\s/,
    goesOn: /^[a-z0-9][\w.-]{0,253}\s{1,253}[a-z0-9][\w.-]{0,253}\s/,
  },
];
