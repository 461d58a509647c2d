import { describe, expect, it } from "vitest";
import { analyzeTexts, manifest, readSignal, sysctls } from "../signals/in-memory.ts";
import { dump, type Row, service } from "./rows.ts";

const CART = service("shop/cart:http", "-d 10.96.0.20/32 --dport 80", ["10.244.1.7:8080"]);
const served: Row = { replySrc: "10.244.1.7", replySport: 8080, left: 86_000, flag: "[ASSURED]" };
const gone: Row = { ...served, replySrc: "10.244.9.9" };

describe("stale entries in a bundle", () => {
  const bundle = (ruleset: Record<string, string>) => ({
    "manifest.json": manifest(),
    "end/sysctl.txt": sysctls({ max: 10, count: 10, tcp_timeout_established: 86_400 }),
    ...ruleset,
    "dump/conntrack-L-ipv4.txt.gz": dump(...new Array<Row>(5).fill(gone), served),
  });

  it("without rules stale entries are unknown, and the rules are asked for", async () => {
    expect(await readSignal("use.stale-endpoint.entries", bundle({}))).toMatchObject({
      value: null,
      wants: "iptables-save",
    });
    const analysis = await analyzeTexts(bundle({}));
    const finding = analysis.findings.find(({ cause }) => cause === "stale-endpoints");
    expect(finding?.verdict).toBe("unknown");
  });

  it("the remedy deletes by the reply source beside the destination, which alone would take all", async () => {
    const nat = `*nat\n${CART.join("\n")}\nCOMMIT\n`;
    const analysis = await analyzeTexts(bundle({ "once/iptables-save.txt": nat }));
    const finding = analysis.findings.find(({ cause }) => cause === "stale-endpoints");
    const commands = finding?.remedies.flatMap((one) => one.commands) ?? [];
    expect(commands[0]).toBe(
      "conntrack -D -p tcp --orig-dst 10.96.0.20 --orig-port-dst 80 --reply-src 10.244.9.9 --reply-port-src 8080",
    );
  });
});
