/** Outputs of what a report asks for that do not say by a heading what they are. The lab runs each of them. */
import { expect, test } from "vitest";
import { cut, inShort } from "./cut.ts";

const zeros = (count: number): string => Array(count).fill("00000000").join(" ");

test("the receive statistics have no heading, and a CPU's number at the end", () => {
  const cpu = (n: number) => `00028e1b 00000000 00000003 ${zeros(9)} 0000000${n} ${zeros(2)}`;
  const old = `00028e1b 00000000 00000003 ${zeros(8)}`;
  expect(inShort([cpu(0), cpu(1), cpu(0), cpu(1)].join("\n"))).toEqual([
    "softnet-stat 1-2",
    "softnet-stat 3-4",
  ]);
  expect(inShort([old, old].join("\n"))).toEqual(["softnet-stat 1-2"]);
});

test("the neighbour tables' columns are as wide as their names", () => {
  const text = `entries  allocs   destroys hash_grows\n${zeros(3)} 00000001   00000085 0000002c 00000000   00000000         000001a1`;
  expect(inShort(text)).toEqual(["neighbour-stat 1-2"]);
});

test("kube-proxy's mode and health say what they are", () => {
  const health = '{"lastUpdated": "2026-05-22 09:13:41 +0000 UTC","currentTime": "x"}\nHTTP 503\n';
  expect(inShort("proxyMode: ipvs\n")).toEqual(["kube-proxy-mode 1"]);
  expect(inShort(health)).toEqual(["kube-proxy-healthz 1-2"]);
});

test("sysctl -a begins with other settings, and repeats the name of a value of several lines", () => {
  const text =
    "abi.vsyscall32 = 1\nkernel.core_modes = file\nkernel.core_modes = pipe\nkernel.panic_sys_info = \nnet.core.somaxconn = 4096";
  expect(inShort(text)).toEqual(["sysctl 1-5"]);
});

test("a counter that is asked for again is another sample", () => {
  const count = "net.netfilter.nf_conntrack_count = 5";
  expect(inShort(`${count}\n${count}\n`)).toEqual(["sysctl 1", "sysctl 2"]);
});

test("files of settings are told by what grep puts before each line", () => {
  const text =
    "/etc/sysctl.d/9.conf:net.netfilter.nf_conntrack_max = 5\n/etc/sysctl.d/9.conf:-kernel.sysrq = 1";
  expect(cut(text).unread).toEqual([]);
  expect(inShort(text)).toEqual(["sysctl 1-2"]);
});

test("a message of kube-proxy may have several lines, and kubectl says which pod's log it is", () => {
  const text = `Found 3 pods, using pod/kube-proxy-q7l4z
E0522 09:14:11.834567       1 proxier.go:1564] "Failed to execute iptables-restore" err=<
	exit status 4: Another app is currently holding the xtables lock.
 >
I0522 09:14:12.123456       1 proxier.go:1566] "Syncing"
`;
  expect(cut(text).unread).toEqual([]);
  expect(inShort(text)).toEqual(["kube-proxy-log 2-5"]);
});

test("warnings of nft and iptables are no part of the rules", () => {
  const warning = "# Warning: table ip nat is managed by iptables-nft, do not touch!";
  expect(inShort(`${warning}\ntable ip nat {\n\tchain A {\n\t}\n}\n`)).toEqual(["nft-ruleset 2-5"]);
});
