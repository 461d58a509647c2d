import { dump, rules, service } from "../attribution/rows.ts";
import { manifest, sysctls, type Texts } from "../signals/in-memory.ts";

/** What a stranger may write into any text of a bundle. */
export const EVIL =
  "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) ![y](http://evil.example/y) https://evil.example www.evil.example @everyone `|\u001b[2J\u0007\u202e";

const file = (path: string, changes: Record<string, unknown>) => ({
  path,
  command: EVIL,
  exit: 1,
  seconds: 1,
  bytes: null,
  cut: false,
  reason: EVIL,
  sha256: null,
  ...changes,
});

/** A bundle of a node that is full of stale entries, with hostile text wherever a bundle has text. */
export function hostileBundle(): Texts {
  const name = `${EVIL.replace(/["\\]/g, "").slice(0, 60).replaceAll(" ", "_")}/x:y`;
  const nat = service(name, "-d 10.96.0.20/32 --dport 80", ["10.244.1.7:8080"]).join("\n");
  // the name is one that the parser takes, so that it reaches the report
  if (!rules(nat).fact.services.some((one) => one.name?.includes("<script>")))
    throw new Error("the hostile name did not come through the parser");
  const gone = { replySrc: "10.244.9.9", replySport: 8080, left: 86_000 };
  return {
    "manifest.json": manifest({
      hostname: EVIL,
      arguments: EVIL,
      netns: EVIL.slice(0, 40),
      netnsOfPid1: EVIL.slice(25, 60),
      files: [
        file("dump/conntrack-L-ipv4.txt.gz", { bytes: 1, cut: true }),
        file("once/ss-ltn.txt", {}),
        file("start/netstat.txt", {}),
        file("once/kernel-log.txt", {}),
      ],
    }),
    "once/version.txt": "Linux version 6.12.3-<b>[x](y)\u001b[2J|`@all (x)\n",
    "end/sysctl.txt": sysctls({ max: 400, count: 400, tcp_timeout_established: 86_400 }),
    "once/iptables-save.txt": `*nat\n${nat}\nCOMMIT\n`,
    "end/meminfo.txt": `${EVIL}\n`,
    [`once/${EVIL.slice(0, 60).replaceAll("/", "_")}.txt`]: `${EVIL}\n`,
    "dump/conntrack-L-ipv4.txt.gz": `${dump(...new Array(390).fill(gone))}tcp 6 9 ${EVIL}\n`,
  };
}
