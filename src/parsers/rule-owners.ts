/** Programs that name their chains or tables after themselves. */
const OWNERS = {
  "kube-proxy": /^KUBE-|^kube-proxy$/,
  // kubelet makes these itself, also where another program takes kube-proxy's place
  kubelet: /^KUBE-(?:FIREWALL|KUBELET-CANARY|MARK-DROP|MARK-MASQ|POSTROUTING)$/,
  docker: /^DOCKER(?:-|$)/,
  cilium: /^(?:OLD_)?CILIUM_/,
  calico: /^cali-/,
  flannel: /^FLANNEL-/,
  istio: /^ISTIO_/,
  openstack: /^neutron-/,
  openwrt: /^zone_(?:lan|wan)_|^fw4$/,
  ufw: /^ufw-/,
  firewalld: /^firewalld$|_ZONES$/,
} as const satisfies Record<string, RegExp>;
export type RuleOwner = keyof typeof OWNERS;

/** Whose chain or table that is; null where its name does not tell. */
export function ownerOf(name: string): RuleOwner | null {
  if (OWNERS.kubelet.test(name)) return "kubelet";
  for (const [owner, pattern] of Object.entries(OWNERS))
    if (pattern.test(name)) return owner as RuleOwner;
  return null;
}
