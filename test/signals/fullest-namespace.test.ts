/** A pod's table that is full: its own counters, its name, and the messages of a kernel that names no namespace. */
import { describe, expect, test } from "vitest";
import { analyzeTexts, manifest, sysctls, type Texts, valueFor } from "./in-memory.ts";

const HEAD =
  "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";
/** As the kernel of user-mode Linux, 6.1.176, wrote them in the lab: two samples of a full table. */
const counters = (entries: string, drop: string): string =>
  `${HEAD}${entries}  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 ${drop} 00000000 00000000  00000000 00000000 00000000 00000000\n`;
const FOLDER = "netns/4026532224-804-node";
const LOG = "[ 1005.100000] nf_conntrack: nf_conntrack: table full, dropping packet\n";

const TEXTS: Texts = {
  "manifest.json": manifest(),
  "once/version.txt": "Linux version 6.1.176 (builder@host) (gcc 12) #1\n",
  "once/kernel-log.txt": `[   10.000000] Linux begins\n[  990.100000] nf_conntrack: nf_conntrack: table full, dropping packet\n${LOG}`,
  "once/namespaces.txt": `netns count max pid pod cgroup name addresses comm
4026532224 - - - - - ctlab702-1-pod - -
4026532224 4000 4000 804 shop/web-7d4b ab12 - 10.244.1.10 node
4026532087 0 4000 733 - - - 10.244.0.2 node
`,
  "start/uptime.txt": "1000.00 1.00\n",
  "end/uptime.txt": "1010.00 1.00\n",
  "end/sysctl.txt": sysctls({ count: 900, max: 4000, buckets: 4096 }),
  "start/nf_conntrack_stat.txt": counters("000003aa", "00000000"),
  "end/nf_conntrack_stat.txt": counters("000003cc", "00000000"),
  [`start/${FOLDER}/nf_conntrack_stat.txt`]: counters("00000fa0", "00000243"),
  [`end/${FOLDER}/nf_conntrack_stat.txt`]: counters("00000fa0", "000004da"),
};
const without = (path: string): Texts =>
  Object.fromEntries(Object.entries(TEXTS).filter(([name]) => !name.includes(path)));

describe("the fullest network namespace", () => {
  test("is called by its pod, and shows drops of its own", async () => {
    expect(await valueFor("namespaces.fullest", TEXTS)).toBe("4026532224 (shop/web-7d4b, pid 804)");
    expect(await valueFor("namespaces.fullest.lost", TEXTS)).toBe(0x4da - 0x243);
    expect(await valueFor("namespaces.fullest.evicted", TEXTS)).toBe(0);
    const { state, findings, subjects } = await analyzeTexts(TEXTS);
    const [first] = findings;
    expect(state).toBe("healthy");
    expect(first).toMatchObject({ cause: "namespace-table-full", verdict: "confirmed" });
    expect(first!.mechanism).toContain("in use: 100 %; lost: 663 packets; evicted: 0 entries)");
    expect(subjects.map((one) => [one.namespace, one.state])).toEqual([
      [null, "healthy"],
      ["4026532224-804-node", "exhausted"],
    ]);
  });

  test("is called as ip netns calls it where no pod is known, but not as a network plugin does", async () => {
    const named = (name: string) => ({
      ...TEXTS,
      "once/namespaces.txt": TEXTS["once/namespaces.txt"]!.replace("shop/web-7d4b", "-").replace(
        "ctlab702-1-pod",
        name,
      ),
    });
    expect(await valueFor("namespaces.fullest", named("qrouter-5d"))).toBe(
      "4026532224 (qrouter-5d, pid 804)",
    );
    expect(await valueFor("namespaces.fullest", named("cni-0b12"))).toBe(
      "4026532224 (node, pid 804)",
    );
  });

  test("without counters of its own loses nobody knows what, and nothing is said of it", async () => {
    const texts = without(FOLDER);
    expect(await valueFor("namespaces.fullest.lost", texts)).toBeNull();
    const [first] = (await analyzeTexts(texts)).findings;
    expect(first).toMatchObject({ cause: "namespace-table-full", verdict: "confirmed" });
    expect(first!.mechanism).not.toContain("lost:");
  });
});

describe("messages that name no namespace, before the window", () => {
  test("are another one's where the counters show that nothing was ever lost here", async () => {
    expect(await valueFor("table.fullMessages.before", TEXTS)).toBe(0);
  });

  test("are this one's where it has dropped since the boot, or where nothing counts that", async () => {
    const dropped = {
      ...TEXTS,
      "start/nf_conntrack_stat.txt": counters("000003aa", "00000009"),
      "end/nf_conntrack_stat.txt": counters("000003cc", "00000009"),
    };
    expect(await valueFor("table.fullMessages.before", dropped)).toBe(1);
    expect((await analyzeTexts(dropped)).state).toBe("recovered");
    expect(await valueFor("table.fullMessages.before", without("/nf_conntrack_stat.txt"))).toBe(1);
  });
});
