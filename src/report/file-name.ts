import { toTheSecond } from "../format.ts";
import type { Comparison } from "./comparison.ts";
import type { Analysis } from "./contract.ts";
import type { Timeline } from "./timeline-contract.ts";

/**
 * A name for files without an ending: `<host>-<UTC>`, those of the subject that leads. What is unknown is left
 * out, and the bundle's name stands for the host. All of them are a stranger's.
 */
export function fileNameOf({ subject, subjects, node, bundle }: Analysis): string {
  const host = plain(subject.host ?? node.hostname ?? "");
  const more = new Set(subjects.flatMap((one) => one.host ?? [])).size - 1;
  const name =
    host === ""
      ? plain(bundle.name) || "conntriage"
      : `${host}${more > 0 ? `-and-${more}-more` : ""}`;
  return withTime(name, bundle.capturedAt);
}

/** The same of a comparison: `<host>-compared-<UTC>`, the time of the last capture. */
export function fileNameOfComparison({ subjects, pairs }: Comparison): string {
  const [{ host, namespace, after }] = pairs as [Comparison["pairs"][number]];
  const own = subjects.find((one) => one.host === host && one.namespace === namespace);
  const last = own?.moments.find(({ capture }) => capture === after);
  return withTime(`${plain(host ?? "") || "conntriage"}-compared`, last?.capturedAt ?? null);
}

/** The same of a timeline: `<host>-timeline-<UTC>`, the time of its first event. */
export function fileNameOfTimeline({ subjects: [first] }: Timeline): string {
  const events = first?.events.flatMap(({ at }) => at ?? []) ?? [];
  const host = plain(first?.subject.host ?? "") || "conntriage";
  return withTime(`${host}-timeline`, events[0] ?? first?.peak?.at ?? null);
}

const withTime = (name: string, time: string | null): string =>
  time === null ? name : `${name}-${toTheSecond(time).replace(/[-:]/g, "")}`;

const plain = (name: string): string =>
  name
    .slice(0, 100)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "");
