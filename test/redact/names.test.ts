import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FOLDERS } from "../../src/layouts/conntriage-places.ts";
import { LIMITS } from "../../src/limits.ts";
import { SOURCES } from "../../src/parsers/index.ts";
import { KeyedHide } from "../../src/redact/hide.ts";
import { mapOfWords, readMap, restorer } from "../../src/redact/restore.ts";
import { keyOf } from "./redacting.ts";

const hide = new KeyedHide(keyOf(3));

describe("names", () => {
  it("keep their shape, and are the same wherever they stand", () => {
    expect(hide.name("worker-17.prod.example.com")).toMatch(
      /^x[a-z]{6}-17\.x[a-z]{4}\.x[a-z]{7}\.com$/,
    );
    const host = hide.name("worker-17");
    expect(hide.path(`conntriage-worker-17-20261126T002401Z/once/version.txt`)).toBe(
      `conntriage-${host}-20261126T002401Z/once/version.txt`,
    );
    expect(hide.name("WORKER-17").toLowerCase()).toBe(host);
    expect(new KeyedHide(keyOf(3)).name("worker-17")).toBe(host);
    expect(new KeyedHide(keyOf(4)).name("worker-17")).not.toBe(host);
    expect(hide.name("web-7d9f8c6b5-x2x4z")).toMatch(
      /^x[a-z]{3}-\dz[a-z]\d[a-z]\d[a-z]\d[a-z]\d-x[a-z]\d[a-z]\d[a-z]$/,
    );
  });

  it("of addresses are hidden as addresses, and hardware addresses are gone", () => {
    const [address] = [hide.words("10.0.3.7")];
    expect(hide.name("ip-10-0-3-7.ec2.internal")).toBe(
      `ip-${address.replaceAll(".", "-")}.ec2.internal`,
    );
    expect(hide.words("at 52:54:00:12:34:56 here")).toContain("00:00:00:00:00:00");
  });

  it("of every cluster stay, and those of a word and a number do not", () => {
    expect(hide.name("kube-system/kube-dns:dns-tcp")).toBe("kube-system/kube-dns:dns-tcp");
    expect(hide.name("eth0")).toBe("eth0");
    for (const name of ["node-1", "node1", "host-a", "proxy2", "gateway-3", "data-2"])
      expect(hide.name(name)).not.toBe(name);
  });

  it("are never two alike, and are put back", () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { selector: (one) => one.toLowerCase() }), (words) => {
        const own = new KeyedHide(keyOf(9));
        const hidden = words.map((one) => own.name(one).toLowerCase());
        expect(new Set(hidden).size).toBe(words.length);
        const map = readMap(JSON.stringify(mapOfWords(keyOf(9), own.names.seen, null)))!;
        expect(restorer(map)(words.map((one) => own.name(one)).join(" "))).toBe(words.join(" "));
      }),
    );
  });

  it("of the length of a line are hidden", () => {
    const own = new KeyedHide(keyOf(9));
    for (const long of ["a", "A1", "0123456789abcdef", "é"]) {
      const word = long.repeat(LIMITS.lineBytes / long.length);
      const hidden = own.words(word);
      expect(hidden).not.toContain(long.repeat(8));
      expect(own.words(`${word}x`)).not.toBe(`${hidden}x`);
    }
  });

  it("leave our own bundle's paths as they are", () => {
    for (const [folder, { places }] of FOLDERS)
      for (const [file] of places) expect(hide.path(`${folder}/${file}`)).toBe(`${folder}/${file}`);
  });

  it("leave the collector's own commands as they are in the manifest", () => {
    const list = execFileSync("sh", ["src/collector/collect.sh", "--list"], { encoding: "utf8" });
    const commands = list
      .split("\n")
      .flatMap((line) => /^(?!#)\S.*? {2,}(\S.*)$/.exec(line)?.[1] ?? []);
    expect(commands.length).toBeGreaterThan(60);
    const show = SOURCES.manifest.redact();
    for (const command of commands) {
      const line = `      "command": ${JSON.stringify(command)},`;
      // a loopback address stays, and no other one stands in them
      expect(show(line, hide)).toBe(line);
    }
  });
});
