import { expect, test } from "vitest";
import { nftRuleset } from "../../src/parsers/nft-ruleset.ts";
import { crlf, failure, read } from "./read.ts";

/** What a rule says that translates whatever it meets to one address. */
const plain = { destination: null, except: false, dport: null, addresses: 1, to: null };

// Printed by nft 1.0.6 from rules in kube-proxy's shape.
const KUBE_PROXY = `table ip kube-proxy {
	comment "rules for kube-proxy"
	set cluster-ips {
		type ipv4_addr
		elements = { 172.30.0.41, 172.30.0.42 }
	}

	map no-endpoint-services {
		type ipv4_addr . inet_proto . inet_service : verdict
		comment "vmap to drop or reject packets to services with no endpoints"
		elements = { 172.30.0.46 . tcp . 80 comment "ns6/svc6:p80" : goto reject-chain,
			     1.2.3.4 . tcp . 80 comment "ns2/svc2:p80" : drop }
	}

	map no-endpoint-nodeports {
		type inet_proto . inet_service : verdict
		elements = { tcp . 3009 comment "ns6/svc6:p80" : goto reject-chain }
	}

	map service-ips {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = { 172.30.0.42 . udp . 53 : goto service-42NFTM6N-ns2/svc2/udp/,
			     192.168.99.22 . tcp . 80 : goto external-ULMVA6XW-ns1/svc1/tcp/p80,
			     172.30.0.41 . tcp . 80 : goto service-ULMVA6XW-ns1/svc1/tcp/p80 }
	}

	map service-nodeports {
		type inet_proto . inet_service : verdict
		elements = { tcp . 3001 : goto external-ULMVA6XW-ns1/svc1/tcp/p80 }
	}

	map firewall-ips {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = { 5.6.7.8 . tcp . 80 : goto firewall-ULMVA6XW-ns1/svc1/tcp/p80 }
	}

	set affinity-GTK6MW7G-ns5/svc5/tcp/p80__10.180.0.3/80 {
		type ipv4_addr
		size 65535
		flags dynamic,timeout
		timeout 3h
	}

	chain reject-chain {
		reject
	}

	chain mark-for-masquerade {
		meta mark set meta mark | 0x00004000
	}

	chain endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80 {
		ip saddr 10.180.0.1 jump mark-for-masquerade
		meta l4proto tcp dnat to 10.180.0.1:8080
	}

	chain endpoint-GTK6MW7G-ns1/svc1/tcp/p80__10.180.0.3/80 {
		ip saddr 10.180.0.3 jump mark-for-masquerade
		update @affinity-GTK6MW7G-ns5/svc5/tcp/p80__10.180.0.3/80 { ip saddr }
		meta l4proto tcp dnat to 10.180.0.3:8080
	}

	chain endpoint-SGOXE6O3-ns2/svc2/udp/__10.180.0.9/53 {
		meta l4proto udp dnat to 10.180.0.9:53
	}

	chain service-ULMVA6XW-ns1/svc1/tcp/p80 {
		ip daddr 172.30.0.41 ip saddr != 10.0.0.0/8 jump mark-for-masquerade
		ip saddr @affinity-GTK6MW7G-ns5/svc5/tcp/p80__10.180.0.3/80 goto endpoint-GTK6MW7G-ns1/svc1/tcp/p80__10.180.0.3/80
		numgen random mod 2 vmap { 0 : goto endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80, 1 : goto endpoint-GTK6MW7G-ns1/svc1/tcp/p80__10.180.0.3/80 }
	}

	chain service-42NFTM6N-ns2/svc2/udp/ {
		numgen random mod 1 vmap { 0 : goto endpoint-SGOXE6O3-ns2/svc2/udp/__10.180.0.9/53 }
	}

	chain external-ULMVA6XW-ns1/svc1/tcp/p80 {
		ip saddr 10.0.0.0/8 goto service-ULMVA6XW-ns1/svc1/tcp/p80 comment "short-circuit pod traffic"
		jump mark-for-masquerade
		goto service-ULMVA6XW-ns1/svc1/tcp/p80
	}

	chain services {
		ip daddr . meta l4proto . th dport vmap @service-ips
		ip daddr != 127.0.0.0/8 fib daddr type local meta l4proto . th dport vmap @service-nodeports
	}

	chain masquerading {
		meta mark & 0x00004000 == 0x00000000 return
		meta mark set meta mark ^ 0x00004000
		masquerade fully-random
	}
}
`;

const web = [
  { address: "10.180.0.3", port: 8080 },
  { address: "10.180.0.1", port: 8080 },
];
const svc1 = { name: "ns1/svc1:p80", protocol: "tcp", endpoints: web, cut: false };

test("follows kube-proxy's verdict maps to the endpoints", () => {
  const fact = read(nftRuleset, KUBE_PROXY);
  const empty = { protocol: "tcp", endpoints: [], cut: false };
  expect(fact.services).toEqual([
    { ...empty, name: "ns6/svc6:p80", address: "172.30.0.46", port: 80, line: 11 },
    { ...empty, name: "ns2/svc2:p80", address: "1.2.3.4", port: 80, cut: true, line: 12 },
    { ...empty, name: "ns6/svc6:p80", address: null, port: 3009, line: 17 },
    {
      name: "ns2/svc2",
      protocol: "udp",
      address: "172.30.0.42",
      port: 53,
      endpoints: [{ address: "10.180.0.9", port: 53 }],
      cut: false,
      line: 22,
    },
    { ...svc1, address: "192.168.99.22", port: 80, line: 23 },
    { ...svc1, address: "172.30.0.41", port: 80, line: 24 },
    { ...svc1, address: null, port: 3001, line: 29 },
  ]);
  expect(fact.loadBalancerAddresses).toEqual(["5.6.7.8"]);
  expect(fact.masquerade).toEqual([
    { ...plain, chain: "masquerading", protocol: null, toPorts: null, randomFully: true, line: 91 },
  ]);
  expect(fact.otherTranslations).toBe(0);
  expect(fact.rules).toBe(20);
  expect(fact.cut).toBe(false);
});

test("handles, as of nft -a, and Windows' line ends change nothing", () => {
  const expected = read(nftRuleset, KUBE_PROXY);
  expect(read(nftRuleset, crlf(KUBE_PROXY))).toEqual(expected);
  const withHandles = KUBE_PROXY.replaceAll(
    /^(table .*|\t(?:chain|map|set) .*)$/gm,
    "$1 # handle 7",
  ).replaceAll(/^(\t\t(?:ip|meta|numgen|goto|jump|masquerade).*)$/gm, "$1 # handle 12");
  expect(withHandles).not.toBe(KUBE_PROXY);
  expect(read(nftRuleset, withHandles)).toEqual(expected);
});

test("IPv6, where the endpoint chain's name has dots for colons", () => {
  const fact = read(
    nftRuleset,
    `table ip6 kube-proxy {
	map service-ips {
		type ipv6_addr . inet_proto . inet_service : verdict
		elements = { fd00:10::1 . tcp . 80 : goto service-AAAABBBB-ns/six/tcp/ }
	}

	chain endpoint-AAAABBBB-ns/six/tcp/__fd00..1/80 {
		meta l4proto tcp dnat to [fd00::1]:80
	}

	chain service-AAAABBBB-ns/six/tcp/ {
		numgen random mod 1 vmap { 0 : goto endpoint-AAAABBBB-ns/six/tcp/__fd00..1/80 }
	}
}
`,
  );
  expect(fact.services).toEqual([
    {
      name: "ns/six",
      protocol: "tcp",
      address: "fd00:10::1",
      port: 80,
      endpoints: [{ address: "fd00::1", port: 80 }],
      cut: false,
      line: 4,
    },
  ]);
});

test("equal chain names of two tables stay apart", () => {
  const table = (family: string, address: string, endpoint: string) => `table ${family} t {
	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		${family} daddr ${address} tcp dport 80 goto same
	}
	chain same {
		meta l4proto tcp dnat to ${endpoint}
	}
}
`;
  const fact = read(
    nftRuleset,
    table("ip", "10.0.0.1", "10.1.0.1:81") + table("ip6", "fd00::1", "[fd01::1]:82"),
  );
  expect(fact.services.map(({ address, endpoints }) => [address, endpoints])).toEqual([
    ["10.0.0.1", [{ address: "10.1.0.1", port: 81 }]],
    ["fd00::1", [{ address: "fd01::1", port: 82 }]],
  ]);
});

// Printed by nft 1.0.6 as well.
const OTHERS = `table ip other {
	ct helper ftp-standard {
		type "ftp" protocol tcp
		l3proto ip
	}

	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		ip daddr 10.0.0.1 tcp dport 80 dnat to 10.1.1.1:8080
		ip daddr 10.0.0.1 udp dport 53 counter packets 0 bytes 0 dnat to 10.1.1.1:8053-8054
		ip daddr { 10.0.0.2, 10.0.0.3 } tcp dport { 80, 443 } dnat to 10.1.1.1 comment "two by two"
		tcp dport { 80, 100-101 } ip daddr 10.0.0.4 dnat to 10.1.1.1
		dnat ip to ip daddr . tcp dport map { 10.9.0.1 . 80 : 10.2.0.1 . 8080 }
		tcp dport 81 dnat to numgen inc mod 2 map { 0 : 10.1.1.7, 1 : 10.1.1.8 }
		tcp dport 82 dnat ip to numgen inc mod 2 map { 0 : 10.1.1.7 . 82, 1 : 10.1.1.8 . 83 }
		dnat to tcp dport map { 90 : 10.1.1.9, 91 : 10.1.1.10 }
		ip daddr 10.3.0.0/16 tcp dport 80 dnat to 10.1.1.11
		ip daddr != 192.0.2.3 tcp dport 99 counter packets 0 bytes 0 redirect to :9999
	}

	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		ip protocol tcp masquerade to :20000-20004
		oifname "eth0" masquerade random,fully-random
		ip saddr 10.0.0.0/8 udp sport 1 snat to 1.2.3.4:1000-2000
		ip saddr 10.0.0.0/8 tcp sport 1 snat to 1.2.3.4-1.2.3.8
	}

	chain raw {
		type filter hook prerouting priority raw; policy accept;
		udp dport 53 ip daddr 169.254.20.10 notrack
		udp sport 53 notrack
		ip saddr 1.2.3.4 tcp dport 1000-2000 counter packets 0 bytes 0 notrack comment "x"
		meta l4proto { tcp, udp } th dport 53 notrack
	}
}
`;

test("plain translations, with sets and ranges", () => {
  const fact = read(nftRuleset, OTHERS);
  const brief = fact.services.map(
    ({ protocol, address, port, endpoints, line }) =>
      `${line} ${protocol} ${address ?? "*"} ${port} ${endpoints.map((to) => `${to.address}:${to.port}`)}`,
  );
  expect(brief).toEqual([
    "9 tcp 10.0.0.1 80 10.1.1.1:8080",
    "10 udp 10.0.0.1 53 10.1.1.1:8053,10.1.1.1:8054",
    "11 tcp 10.0.0.2 80 10.1.1.1:80",
    "11 tcp 10.0.0.2 443 10.1.1.1:443",
    "11 tcp 10.0.0.3 80 10.1.1.1:80",
    "11 tcp 10.0.0.3 443 10.1.1.1:443",
    "12 tcp 10.0.0.4 80 10.1.1.1:80",
    "12 tcp 10.0.0.4 100 10.1.1.1:100",
    "12 tcp 10.0.0.4 101 10.1.1.1:101",
    "14 tcp * 81 10.1.1.7:81,10.1.1.8:81",
    "15 tcp * 82 10.1.1.7:82,10.1.1.8:83",
  ]);
  expect(fact.otherTranslations).toBe(4);
});

test("untracked traffic and changed sources", () => {
  const fact = read(nftRuleset, OTHERS);
  const any = { chain: "raw", source: null, destination: null, sport: null, dport: null };
  expect(fact.notrack).toEqual([
    { ...any, protocol: "udp", destination: "169.254.20.10", dport: [53, 53], line: 31 },
    { ...any, protocol: "udp", sport: [53, 53], line: 32 },
    { ...any, protocol: "tcp", source: "1.2.3.4", dport: [1000, 2000], line: 33 },
    { ...any, protocol: "tcp", dport: [53, 53], line: 34 },
    { ...any, protocol: "udp", dport: [53, 53], line: 34 },
  ]);
  const chain = "post";
  expect(fact.masquerade).toEqual([
    { ...plain, chain, protocol: "tcp", toPorts: [20000, 20004], randomFully: false, line: 23 },
    { ...plain, chain, protocol: null, toPorts: null, randomFully: true, line: 24 },
    {
      ...plain,
      chain,
      protocol: "udp",
      to: "1.2.3.4",
      toPorts: [1000, 2000],
      randomFully: false,
      line: 25,
    },
    {
      ...plain,
      chain,
      protocol: "tcp",
      to: "1.2.3.4-1.2.3.8",
      addresses: 5,
      toPorts: null,
      randomFully: false,
      line: 26,
    },
  ]);
});

test("what masquerading is for", () => {
  const rule = (text: string) => `table ip nat {\n\tchain post {\n\t\t${text}\n\t}\n}\n`;
  const of = (text: string) => read(nftRuleset, rule(text)).masquerade;
  expect(of("ip daddr 198.51.100.10 tcp dport 443 masquerade to :20000-20004")).toMatchObject([
    { destination: "198.51.100.10", except: false, dport: [443, 443], toPorts: [20000, 20004] },
  ]);
  expect(of("ip daddr != 10.0.0.0/8 masquerade")).toMatchObject([
    { destination: "10.0.0.0/8", except: true, dport: null },
  ]);
});

test("rules that iptables-nft made, as nft prints them", () => {
  const fact = read(
    nftRuleset,
    `# Warning: table ip nat is managed by iptables-nft, do not touch!
table ip nat {
	chain KUBE-SERVICES {
		meta l4proto udp ip daddr 10.96.0.10  udp dport 53 counter packets 0 bytes 0 jump KUBE-SVC-TCOU7JCQXEZGVUNU
		meta l4proto tcp # xt_comment counter packets 0 bytes 0 jump KUBE-MARK-MASQ
	}

	chain KUBE-SVC-TCOU7JCQXEZGVUNU {
		 meta random & 2147483647 < 1073741824 counter packets 0 bytes 0 jump KUBE-SEP-AAAA
		 counter packets 0 bytes 0 jump KUBE-SEP-BBBB
	}

	chain KUBE-SEP-AAAA {
		ip saddr 10.244.0.2  counter packets 0 bytes 0 jump KUBE-MARK-MASQ
		meta l4proto udp   counter packets 0 bytes 0 dnat to 10.244.0.2:53
	}

	chain KUBE-SEP-BBBB {
		meta l4proto udp   counter packets 0 bytes 0 dnat to 10.244.0.3:53
	}
}
`,
  );
  expect(fact.services).toEqual([
    {
      name: null,
      protocol: "udp",
      address: "10.96.0.10",
      port: 53,
      endpoints: [
        { address: "10.244.0.2", port: 53 },
        { address: "10.244.0.3", port: 53 },
      ],
      cut: false,
      line: 4,
    },
  ]);
});

test("a verdict map that is cut makes its Service unjudgeable", () => {
  const line =
    "numgen random mod 2 vmap { 0 : goto endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80,";
  const cut = KUBE_PROXY.replace(/numgen random mod 2 vmap .*/, line);
  const services = read(nftRuleset, cut).services;
  expect(services.filter(({ cut }) => cut).map(({ address }) => address)).toEqual([
    "1.2.3.4",
    "192.168.99.22",
    "172.30.0.41",
    null,
  ]);
});

test("a text that is cut says so", () => {
  const fact = read(nftRuleset, KUBE_PROXY.slice(0, KUBE_PROXY.indexOf("192.168.99.22") + 20));
  expect(fact.cut).toBe(true);
  expect(fact.services.map(({ name }) => name)).toContain("ns2/svc2");
});

test("another text fails, an empty table or no table at all does not", () => {
  expect(read(nftRuleset, "")).toMatchObject({ services: [], rules: 0, cut: true });
  expect(read(nftRuleset, "\n")).toMatchObject({ services: [], cut: true });
  expect(failure(nftRuleset, "nft: Operation not permitted\n")?.code).toBe("PARSE_FAILED");
  expect(read(nftRuleset, "table ip filter {\n}\n")).toMatchObject({
    services: [],
    rules: 0,
    cut: false,
  });
});

test("ct status dnat is a match: kube-proxy 1.37 masquerades hairpin connections by it", () => {
  const fact = read(
    nftRuleset,
    `table ip kube-proxy {
	chain masquerading {
		ct status dnat ip saddr . ip daddr . meta l4proto . th dport @hairpin-connections masquerade fully-random
		ct status { snat, dnat } masquerade
		ct status snat,dnat masquerade
		ct status & dnat == dnat masquerade
		ct status confirmed ip daddr 10.96.0.10 udp dport 53 dnat to 10.0.0.1:53
	}
}
`,
  );
  expect(fact.otherTranslations).toBe(0);
  expect(fact.masquerade).toHaveLength(4);
  expect(fact.services).toEqual([
    expect.objectContaining({
      protocol: "udp",
      port: 53,
      endpoints: [{ address: "10.0.0.1", port: 53 }],
    }),
  ]);
});
