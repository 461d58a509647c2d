/** Entries of a Service that was deleted: no rule knows it, and a real kube-proxy leaves them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { rowText, service } from "../attribution/rows.ts";
import type { Leftover } from "../lab/cluster/leftovers.ts";
import { analyzeTexts, manifest, type Texts } from "../signals/in-memory.ts";

const FOLDER = fileURLToPath(new URL("../lab/cluster/captures/", import.meta.url));
const unpacked = (file: string): string => gunzipSync(readFileSync(FOLDER + file)).toString();
const NAMES = readdirSync(FOLDER)
  .filter((file) => /^leftovers-.*(?:iptables|nftables)\.json$/.test(file))
  .map((file) => file.replace(".json", ""));

async function staleIn(texts: Texts): Promise<number> {
  const { table } = await analyzeTexts(texts);
  return table.uses.find(({ use }) => use === "stale-endpoint")?.entries ?? 0;
}

describe.each(NAMES)("%s, after a restart of kube-proxy", (name) => {
  const rules = name.endsWith("nftables") ? "nft-ruleset" : "iptables-save";
  // an hour and more later: what carried a packet within the last minute is not called stale yet
  const rows = unpacked(`${name}-restarted.rows.gz`).replace(
    / (?:863|4319)\d\d (?=ESTABLISHED)/g,
    " 80000 ",
  );
  const texts = (dump: string): Texts => ({
    "manifest.json": manifest(),
    [`once/${rules}.txt`]: unpacked(`${name}-rules.gz`),
    "dump/conntrack-L-ipv4.txt": dump,
  });
  const counts: Leftover[] = JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8"));
  const left = counts
    .filter((one) => one.case === "Service deleted")
    .reduce((sum, { entries }) => sum + entries[2], 0);

  it("has those of the deleted Service among the stale ones, and no other", async () => {
    const without = rows.replace(/^.* dst=10\.96\.100\.4 .*\n/gm, "");
    expect(rows.split("\n").length - without.split("\n").length).toBe(left);
    expect((await staleIn(texts(rows))) - (await staleIn(texts(without)))).toBe(left);
  });
});

describe("an entry for an address that no rule names", () => {
  const RULES = service("shop/cart:http", "-d 10.96.0.20/32 --dport 80", ["10.244.1.7:8080"]);
  const rules = (...more: string[]): string =>
    `*nat\n:KUBE-SERVICES - [0:0]\n${[...RULES, ...more].join("\n")}\nCOMMIT\n`;
  const gone = { dst: "10.96.7.7", replySrc: "10.244.9.9", replySport: 8080, left: 80_000 };
  const texts = (row: object, save = rules(), more: Texts = {}): Texts => ({
    "manifest.json": manifest(),
    "once/iptables-save.txt": save,
    "dump/conntrack-L-ipv4.txt": `${rowText({ ...gone, flag: "[ASSURED]", ...row })}\n`,
    ...more,
  });

  it("is of a deleted Service where it is beside the others", async () => {
    expect(await staleIn(texts({}))).toBe(1);
  });

  it.each([
    ["an address elsewhere", texts({ dst: "203.0.113.7" })],
    ["one that was not translated", texts({ replySrc: "10.96.7.7", replySport: 80 })],
    ["an endpoint that another Service has", texts({ replySrc: "10.244.1.7" })],
    [
      "rules with translations of another kind",
      texts(
        {},
        rules("-A PREROUTING -d 10.96.7.0/24 -j DNAT --to-destination 10.244.9.9-10.244.9.12"),
      ),
    ],
  ])("is not, with %s", async (_, bundle) => {
    expect(await staleIn(bundle)).toBe(0);
  });

  it("is not where nobody says that the rules are whole", async () => {
    const { "manifest.json": _, ...pasted } = texts({});
    expect(await staleIn(pasted)).toBe(0);
  });
});
