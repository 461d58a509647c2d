import { expect, test } from "vitest";
import { endpoints } from "../../src/parsers/endpoints.ts";
import { namespaceCounts } from "../../src/parsers/namespace-counts.ts";
import { pods } from "../../src/parsers/pods.ts";
import { socketOwners } from "../../src/parsers/socket-owners.ts";
import { sysctlFiles } from "../../src/parsers/sysctl-files.ts";
import { crlf, failure, read } from "./read.ts";

test("namespaces: a row each, what is unreadable is null", () => {
  const fact = read(
    namespaceCounts,
    crlf(`netns count max pid comm
4026532323 41 262144 812 coredns
4026532999 - - 99 my app
not-a-number 1 2 3 x
4026533000 7
`),
  );
  expect(fact.namespaces).toEqual([
    { netns: "4026532323", count: 41, max: 262144, pid: 812, comm: "coredns", pod: null, line: 2 },
    { netns: "4026532999", count: null, max: null, pid: 99, comm: "my app", pod: null, line: 3 },
  ]);
  expect(fact.unparsedLines).toBe(2);
  expect(read(namespaceCounts, "netns count max pid comm\n").namespaces).toEqual([]);
  expect(failure(namespaceCounts, "")?.code).toBe("PARSE_FAILED");
});

test("namespaces: whose they are, and the names of those without a process", () => {
  const fact = read(
    namespaceCounts,
    `netns count max pid pod cgroup name addresses comm
4026532323 - - - - - cni-0b1 - -
4026532400 - - - - - qrouter-5d - -
4026532323 41 99 812 shop/web-1 cri-containerd-ab.scope - 10.244.1.7,fd00:0:0:0:0:0:0:7 my app
4026532500 - 99 99 - user.slice - 10.9.9.9 sh
`,
  );
  expect(fact.namespaces).toEqual([
    {
      netns: "4026532323",
      count: 41,
      max: 99,
      pid: 812,
      comm: "my app",
      pod: "shop/web-1",
      line: 4,
    },
    { netns: "4026532500", count: null, max: 99, pid: 99, comm: "sh", pod: null, line: 5 },
  ]);
  expect([...fact.names]).toEqual([
    ["4026532323", "cni-0b1"],
    ["4026532400", "qrouter-5d"],
  ]);
  expect([...fact.byAddress]).toEqual([
    ["10.244.1.7", "shop/web-1"],
    ["fd00:0:0:0:0:0:0:7", "shop/web-1"],
  ]);
  expect(fact.unparsedLines).toBe(0);
});

test("socket owners: the address of either family, and the pod where one is told", () => {
  const fact = read(
    socketOwners,
    `sockets pid pod cgroup protocol local peer comm
4812 812 ingress/gateway-x7 cri-containerd-ab.scope tcp 10.0.0.11 10.96.0.9:443 my envoy
9 77 - kubelet.service tcp [::ffff:10.0.0.11] [::ffff:10.0.0.1]:6443 kubelet
3 78 - - udp [fe80::1%eth0] [fe80::2]:53 resolver
x 1 2 3
`,
  );
  expect(
    fact.owners.map(({ sockets, pid, comm, pod, local }) => [sockets, pid, comm, pod, local]),
  ).toEqual([
    [4812, 812, "my envoy", "ingress/gateway-x7", "10.0.0.11"],
    [9, 77, "kubelet", null, "10.0.0.11"],
    [3, 78, "resolver", null, "fe80::1"],
  ]);
  expect(failure(socketOwners, "1 2 3")?.code).toBe("PARSE_FAILED");
});

const KUBECTL = `# kubectl get pods -A -o wide --no-headers
kube-system   coredns-674b8bbfcf-4x7mv   1/1   Running     3 (2d ago)    9d    10.244.0.2    worker-1   <none>   <none>
kube-system   kube-proxy-x8v2p           1/1   Running     0             9d    172.18.0.3    worker-1   <none>   <none>
kube-system   etcd-worker-1              1/1   Running     0             9d    172.18.0.3    worker-1   <none>   <none>
batch         job-1-abcde                0/1   Completed   0             2d    10.244.0.9    worker-1   <none>   <none>
shop          web-5d9c-zzzzz             0/1   Pending     0             5s    <none>        <none>     <none>   <none>
shop          web-5d9c-yyyyy             1/1   Terminating 0             5d    10.244.1.7    worker-2   <none>   <none>
shop          web-5d9c-cut               1/1   Runn
`;

test("pods: those that live, by address; the first one of the node's own address", () => {
  const fact = read(pods, crlf(KUBECTL));
  expect(fact.byAddress).toEqual(
    new Map([
      ["10.244.0.2", { namespace: "kube-system", name: "coredns-674b8bbfcf-4x7mv", line: 2 }],
      ["172.18.0.3", { namespace: "kube-system", name: "kube-proxy-x8v2p", line: 3 }],
      ["10.244.1.7", { namespace: "shop", name: "web-5d9c-yyyyy", line: 7 }],
    ]),
  );
  expect(fact).toMatchObject({ listed: 6, scope: "cluster", unparsedLines: 1, cut: false });
});

const sandbox = (id: string, name: string, state: string, network: string) => `    {
      "id": "${id.repeat(64)}",
      "metadata": {
        "name": "${name}",
        "namespace": "shop"
      },
      "state": "${state}",
      "labels": {
        "io.kubernetes.pod.name": "${name}",
        "io.kubernetes.pod.namespace": "shop"
      }${network}
    }`;

test("pods: crictl's list has no addresses, and says so", () => {
  const text = `# crictl pods -o json
{
  "items": [
${sandbox("a", "web-1", "SANDBOX_READY", "")},
${sandbox("b", "web-2", "SANDBOX_NOTREADY", "")}
  ]
}
`;
  const fact = read(pods, text);
  expect(fact).toEqual({
    byAddress: new Map(),
    shared: new Set(),
    listed: 1,
    scope: "node",
    unparsedLines: 0,
    cut: true,
  });
});

test("pods: crictl inspectp has them", () => {
  const network =
    ',\n      "network": {\n        "additionalIps": [\n          {\n            "ip": "fd00::5"\n          }\n        ],\n        "ip": "10.244.0.5"\n      }';
  const text = `${sandbox("a", "web-1", "SANDBOX_READY", network)}\n${sandbox("b", "old", "SANDBOX_NOTREADY", network.replace(".5", ".6"))}`;
  const pod = { namespace: "shop", name: "web-1", line: 9 };
  expect(read(pods, text).byAddress).toEqual(
    new Map([
      ["fd00::5", pod],
      ["10.244.0.5", pod],
    ]),
  );
  expect(read(pods, text).cut).toBe(false);
});

test("pods: crictl inspectp of several, whose labels stand before the id as well", () => {
  const one = (id: string, name: string, namespace: string, ip: string) => {
    const labels = `"labels": {
        "io.kubernetes.pod.name": "${name}",
        "io.kubernetes.pod.namespace": "${namespace}"
      }`;
    return `  {
    "info": {
      "config": {
      ${labels}
      }
    },
    "status": {
      "id": "${id.repeat(64)}",
      ${labels},
      "network": {
        "ip": "${ip}"
      },
      "state": "SANDBOX_READY"
    }
  }`;
  };
  const pair = [one("a", "web-1", "shop", "10.244.0.5"), one("b", "dns-1", "infra", "10.244.0.6")];
  const fact = read(pods, `[\n${pair.join(",\n")}\n]\n`);
  expect([...fact.byAddress].map(([at, { namespace, name }]) => [at, namespace, name])).toEqual([
    ["10.244.0.5", "shop", "web-1"],
    ["10.244.0.6", "infra", "dns-1"],
  ]);
  expect(fact).toMatchObject({ listed: 2, scope: "node", cut: false });
});

test("pods: another text fails", () => {
  expect(failure(pods, "")?.code).toBe("PARSE_FAILED");
  expect(failure(pods, "No resources found\n")?.code).toBe("PARSE_FAILED");
});

test("endpoints: all columns, and a list that kubectl shortened", () => {
  const wide = `NAMESPACE     NAME             ADDRESSTYPE   PORTS        ENDPOINTS                                       AGE
default       kubernetes       IPv4          6443         172.18.0.2                                      9d
kube-system   kube-dns-abcde   IPv4          9153,53,53   10.244.0.2,10.244.0.3                           9d
shop          none-xyz         IPv4          <unset>      <unset>                                         9d
shop          six              IPv6          80           fd00::1                                         9d
shop          name             FQDN          80           example.com                                     9d
broken row
`;
  const fact = read(endpoints, crlf(wide));
  expect([...fact.byAddress.keys()]).toEqual(["172.18.0.2", "10.244.0.2", "10.244.0.3", "fd00::1"]);
  expect(fact.byAddress.get("10.244.0.3")).toEqual({
    namespace: "kube-system",
    name: "kube-dns-abcde",
    line: 3,
  });
  expect(fact).toMatchObject({ slices: 5, incomplete: false, unparsedLines: 1 });
  const cut = "shop web IPv4 53,9153 + 1 more... 10.0.0.1,10.0.0.2,10.0.0.3 + 9 more... 3d\n";
  const shortened = read(
    endpoints,
    `${cut}${cut.replace(" + 9 more...", "").replaceAll("10.0.0", "10.0.1")}`,
  );
  expect(shortened.incomplete).toBe(true);
  expect(shortened.byAddress.size).toBe(6);
});

test("endpoints: columns of the collector's own choice", () => {
  const fact = read(
    endpoints,
    "# kubectl get endpointslices -A --no-headers -o custom-columns\nshop web IPv4 80,<none> 10.0.0.1,10.0.0.2\n",
  );
  expect(fact).toMatchObject({ slices: 1, incomplete: false });
  expect(fact.byAddress.get("10.0.0.2")).toEqual({ namespace: "shop", name: "web", line: 2 });
  expect(failure(endpoints, "error: forbidden\n")?.code).toBe("PARSE_FAILED");
});

test("sysctl files: the last one wins, and keeps its place", () => {
  const text = `# file: /usr/lib/sysctl.d/10-net.conf
# net.netfilter.nf_conntrack_max = 1
net.netfilter.nf_conntrack_max = 131072
kernel.panic = 10

# file: /etc/sysctl.d/99-k8s.conf
; a comment
-net/netfilter/nf_conntrack_max=1048576
net.ipv4.conf.*.rp_filter = 0
`;
  const fact = read(sysctlFiles, crlf(text));
  expect(fact.files).toBe(2);
  expect(fact.settings).toEqual(
    new Map([
      [
        "net.netfilter.nf_conntrack_max",
        { value: "1048576", line: 8, file: "/etc/sysctl.d/99-k8s.conf", fileLine: 2 },
      ],
      [
        "net.ipv4.conf.*.rp_filter",
        { value: "0", line: 9, file: "/etc/sysctl.d/99-k8s.conf", fileLine: 3 },
      ],
    ]),
  );
  expect(read(sysctlFiles, "# file: /etc/sysctl.conf\n").settings.size).toBe(0);
  expect(failure(sysctlFiles, "")?.code).toBe("PARSE_FAILED");
});
