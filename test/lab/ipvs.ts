/** kube-proxy's IPVS mode for a lab node: the kernel's own IPVS, in the namespace of the node. */
import { NODE_ADDRESS, type Service } from "./cluster.ts";
import type { LabNode } from "./lab-node.ts";
import { ipBatch, run, runIn } from "./shell.ts";

/** Where kube-proxy keeps the addresses of Services, so that their packets are the node's own. */
const LINK = "kube-ipvs0";

/** Lines for `ipvsadm -R`; a server of weight 0 takes no new connections. */
const restore = (node: LabNode, lines: readonly string[]): void => {
  run("ip", ["netns", "exec", node.namespace, "ipvsadm", "-R"], `${lines.join("\n")}\n`);
};

const of = ({ protocol, address, port }: Service): string =>
  `-${protocol === "tcp" ? "t" : "u"} ${address}:${port}`;
const server = ({ targetPort }: Service, pod: string): string => `-r ${pod}:${targetPort} -m`;

/** Balances the Services by IPVS instead of by rules, with the settings that kube-proxy makes but for `settings`. */
export async function balanceByIpvs(
  node: LabNode,
  services: readonly Service[],
  settings: Readonly<Record<string, number>> = {},
): Promise<void> {
  run("modprobe", ["-a", "ip_vs", "ip_vs_rr", "dummy"]);
  await node.proxy.call("apply", []);
  await node.proxy.call("useMode", "ipvs");
  const addresses = [...new Set(services.map(({ address }) => address))];
  ipBatch(node.namespace, [
    `link add ${LINK} type dummy`,
    ...addresses.map((address) => `address add ${address}/32 dev ${LINK}`),
  ]);
  node.set({ "net.ipv4.vs.conntrack": 1, "net.ipv4.vs.conn_reuse_mode": 0, ...settings });
  const byNodePort = services.flatMap(({ nodePort, ...service }) =>
    nodePort === undefined ? [] : [{ ...service, address: NODE_ADDRESS, port: nodePort }],
  );
  restore(
    node,
    [...services, ...byNodePort].flatMap((service) => [
      `-A ${of(service)} -s rr`,
      ...service.endpoints.map((pod) => `-a ${of(service)} ${server(service, pod)} -w 1`),
    ]),
  );
}

/** The Service's pod is replaced by another: as long as it has connections kube-proxy leaves it, with weight 0. */
export function replaceServer(node: LabNode, service: Service, pod: string, other: string): void {
  const change = (...parts: string[]) =>
    runIn(node.namespace, "ipvsadm", ...parts.join(" ").split(" "));
  change("-a", of(service), server(service, other), "-w 1");
  change("-e", of(service), server(service, pod), "-w 0");
}
