import { describe, expect, it } from "vitest";
import { attributed, dump, type Row, rules, service, usesOf } from "./rows.ts";

const CART = service("shop/cart:http", "-d 10.96.0.20/32 --dport 80", ["10.244.1.7:8080"]);
const served: Row = { replySrc: "10.244.1.7", replySport: 8080, left: 86_000, flag: "[ASSURED]" };
const gone: Row = { ...served, replySrc: "10.244.9.9" };

describe("an entry whose endpoint its Service no longer has", () => {
  it("is stale by its reply source: the destination is the ClusterIP, which lives on", () => {
    const result = attributed(dump(served, gone, gone), [rules(...CART)]);
    expect(usesOf(result)).toEqual({ "stale-endpoint": 2, established: 1 });
    expect(result.uses["stale-endpoint"].endpoints).toEqual([
      { name: "10.244.9.9:8080", service: null, entries: 2 },
    ]);
    expect(result.uses["stale-endpoint"].destinations).toEqual([
      { name: "10.96.0.20:80/tcp", service: "shop/cart:http", entries: 2 },
    ]);
    expect(result.uses["stale-endpoint"].place).toEqual({ entry: "rules.txt", line: 2 });
  });

  it("is placed at the rule that most of them missed; of as many, at the first in the rules", () => {
    const others = service("shop/pay:http", "-d 10.96.0.21/32 --dport 80", ["10.244.1.8:8080"]);
    const pay: Row = { ...gone, dst: "10.96.0.21" };
    const placeOf = (...rows: Row[]) =>
      attributed(dump(...rows), [rules(...CART, ...others)]).uses["stale-endpoint"].place?.line;
    expect(placeOf(gone, pay)).toBe(2);
    expect(placeOf(pay, gone)).toBe(2);
    expect(placeOf(gone, pay, pay)).toBe(5);
  });

  it("is stale on another port of a live pod as well", () => {
    const result = attributed(dump({ ...served, replySport: 9090 }), [rules(...CART)]);
    expect(usesOf(result)).toEqual({ "stale-endpoint": 1 });
  });

  it("is not stale without a ruleset: unknown, not none", () => {
    const result = attributed(dump(gone));
    expect(result.staleKnown).toBe(false);
    expect(usesOf(result)).toEqual({ established: 1 });
  });

  it("is not stale when no Service of the rules has that destination", () => {
    const other = service("shop/other:http", "-d 10.96.0.99/32 --dport 80", ["10.244.1.7:8080"]);
    expect(usesOf(attributed(dump(gone), [rules(...other)]))).toEqual({ established: 1 });
  });

  it("is not stale when the rules were cut, since the endpoint may stand in the lost part", () => {
    const cut = rules(...CART);
    const lost = { ...cut, fact: { ...cut.fact, cut: true } };
    expect(usesOf(attributed(dump(gone), [lost]))).toEqual({ established: 1 });
  });

  it("is not stale when the Service's own endpoints could not all be read", () => {
    const ruleset = rules(...CART);
    const services = ruleset.fact.services.map((one) => ({ ...one, cut: true }));
    const partly = { ...ruleset, fact: { ...ruleset.fact, services } };
    expect(usesOf(attributed(dump(gone), [partly]))).toEqual({ established: 1 });
  });

  it("is stale when the Service has no endpoint left at all", () => {
    const none = rules(
      '-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m comment --comment "shop/cart:http has no endpoints" -m tcp --dport 80 -j REJECT',
    );
    expect(usesOf(attributed(dump(gone), [none]))).toEqual({ "stale-endpoint": 1 });
  });

  it("is not stale when nothing was translated: the reply comes from the destination itself", () => {
    expect(usesOf(attributed(dump({ left: 86_000 }), [rules(...CART)]))).toEqual({
      established: 1,
    });
  });

  it.each(["TIME_WAIT", "FIN_WAIT", "LAST_ACK", "CLOSE", "SYN_SENT", "SYN_RECV"])(
    "is not called stale in %s, which ends by itself",
    (state) => {
      const result = attributed(dump({ ...gone, state, left: 60 }), [rules(...CART)]);
      expect(result.uses["stale-endpoint"].entries).toBe(0);
      expect(result.entries).toBe(1);
    },
  );

  it("is stale when idle, so that idle connections count once", () => {
    const result = attributed(dump({ ...gone, left: 10 }), [rules(...CART)]);
    expect(usesOf(result)).toEqual({ "stale-endpoint": 1 });
  });
});

describe("other kinds of Services", () => {
  it("a NodePort is known on whichever address of the node it was asked", () => {
    const ruleset = rules(
      '-A KUBE-NODEPORTS -p tcp -m comment --comment "shop/web:http" -m tcp --dport 30080 -j KUBE-SVC-WEB',
      "-A KUBE-SVC-WEB -j KUBE-SEP-WEB",
      "-A KUBE-SEP-WEB -p tcp -m tcp -j DNAT --to-destination 10.244.1.7:8080",
    );
    const asked = { dport: 30_080, dst: "192.168.0.5", replySport: 8080, left: 86_000 };
    const text = dump({ ...asked, replySrc: "10.244.1.7" }, { ...asked, replySrc: "10.244.9.9" });
    const result = attributed(text, [ruleset]);
    expect(usesOf(result)).toEqual({ "stale-endpoint": 1, established: 1 });
    expect(result.topDestinations[0]).toEqual({
      name: "192.168.0.5:30080/tcp",
      service: "shop/web:http",
      entries: 2,
    });
  });

  it("DNS over UDP to a CoreDNS pod that is gone is stale; over TCP it is another Service", () => {
    const dns = rules(
      ...service(
        "kube-system/kube-dns:dns",
        "-d 10.96.0.10/32 --dport 53",
        ["10.244.0.3:53"],
        "udp",
      ),
    );
    const ask: Row = { protocol: "udp", dst: "10.96.0.10", dport: 53, left: 20 };
    const text = dump(
      { ...ask, replySrc: "10.244.0.3" },
      { ...ask, replySrc: "10.244.0.4", flag: "[UNREPLIED]" },
      { ...ask, protocol: "tcp", replySrc: "10.244.0.4", left: 86_000 },
    );
    expect(usesOf(attributed(text, [dns]))).toEqual({
      dns: 1,
      "stale-endpoint": 1,
      established: 1,
    });
  });

  it("IPv6 addresses agree in the tool's, /proc's and the rules' spelling", () => {
    const ruleset = rules(
      ...service("shop/six:http", "-d fd00:96::20/128 --dport 80", ["[fd00:10:244::7]:8080"]),
    );
    const full = (address: string) =>
      address === "live"
        ? "fd00:0010:0244:0000:0000:0000:0000:0007"
        : "fd00:0010:0244:0000:0000:0000:0000:0009";
    const ask = { dst: "fd00:96::20", src: "fd00::1", replySport: 8080, left: 86_000 };
    const proc = { ...ask, dst: "fd00:0096:0000:0000:0000:0000:0000:0020" };
    const text = dump(
      { ...ask, replySrc: "fd00:10:244::7" },
      { ...ask, replySrc: "fd00:10:244::9" },
      { ...proc, replySrc: full("live") },
      { ...proc, replySrc: full("gone") },
    );
    expect(usesOf(attributed(text, [ruleset]))).toEqual({ "stale-endpoint": 2, established: 2 });
  });
});
