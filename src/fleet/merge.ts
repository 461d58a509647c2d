import {
  DIGEST,
  type Digest,
  type DigestCapture,
  type DigestNode,
  type DigestProfile,
  MOST_CAPTURES,
} from "../report/digest-contract.ts";
import { byText, sorted } from "./text.ts";

/** A node's row with the profile that it points to, as text, which many share. */
interface Row {
  node: DigestNode;
  profile: string;
}

/**
 * Digests that become one. Each operation on it is a union, a sum or a largest one: the order and the grouping in
 * which digests come make no difference, to the byte.
 */
export class Merger {
  #bundles = 0;
  readonly #titles = new Map<string, string>();
  /** Rows by host and namespace; those without a host's name by all that they say, since nobody knows whose they are. */
  readonly #rows = new Map<string, Row>();
  readonly #failed = new Map<string, Digest["failed"][number]>();
  readonly #texts = new Map<string, string>();

  add({ bundles, titles, profiles, nodes, failed }: Digest): void {
    this.#bundles += bundles;
    for (const [cause, title] of Object.entries(titles)) this.#addTitle(cause, title);
    for (const one of failed) this.#failed.set(JSON.stringify([one.bundle, one.reason]), one);
    const texts = profiles.map((one) => this.#share(textOf(one)));
    for (const node of nodes) {
      const row: Row = { node: this.#lean(node), profile: texts[node.profile]! };
      this.#addRow(keyOf(row), row);
    }
  }

  /** All that another one holds, which is not used again: its rows are taken over, since they may be very many. */
  takeOver(other: Merger): void {
    this.#bundles += other.#bundles;
    for (const [cause, title] of other.#titles) this.#addTitle(cause, title);
    for (const [key, one] of other.#failed) this.#failed.set(key, one);
    for (const text of other.#texts.keys()) this.#share(text);
    for (const [key, row] of other.#rows)
      this.#addRow(key, { node: row.node, profile: this.#share(row.profile) });
  }

  #addTitle(cause: string, title: string): void {
    const known = this.#titles.get(cause);
    if (known === undefined || byText(title, known) < 0) this.#titles.set(cause, title);
  }

  #addRow(key: string, row: Row): void {
    const known = this.#rows.get(key);
    this.#rows.set(key, known === undefined ? row : joined(known, row));
  }

  /** One copy of a text that many rows have: a profile, the name of a Service. */
  #share<T extends string | null>(text: T): T {
    if (text === null) return text;
    const known = this.#texts.get(text);
    if (known !== undefined) return known as T;
    this.#texts.set(text, text);
    return text;
  }

  /** A row whose names are shared with others, and whose uses stand in their order. */
  #lean(node: DigestNode): DigestNode {
    const parties = ({ top, unlisted }: DigestNode["sources"]) => ({
      top: top.map(({ name, service, pod, entries }) => ({
        name: this.#share(name),
        service: this.#share(service),
        pod: this.#share(pod),
        entries,
      })),
      unlisted,
    });
    return {
      ...node,
      uses: sorted(node.uses),
      destinations: parties(node.destinations),
      sources: parties(node.sources),
    };
  }

  digest(): Digest {
    const rows = [...this.#rows].sort(([a], [b]) => byText(a, b)).map(([, row]) => row);
    const texts = [...new Set(rows.map(({ profile }) => profile))].sort(byText);
    const places = new Map(texts.map((text, at) => [text, at]));
    return {
      schema: DIGEST,
      bundles: this.#bundles,
      titles: sorted(Object.fromEntries(this.#titles)),
      profiles: texts.map((text) => JSON.parse(text) as DigestProfile),
      nodes: rows.map(({ node, profile }) => ({ ...node, profile: places.get(profile)! })),
      failed: [...this.#failed].sort(([a], [b]) => byText(a, b)).map(([, one]) => one),
    };
  }
}

export function merged(digests: readonly Digest[]): Digest {
  const merger = new Merger();
  for (const one of digests) merger.add(one);
  return merger.digest();
}

/** A digest as it is written: one line, so that the files of many can be put behind each other. */
export const digestText = (digest: Digest): string => `${JSON.stringify(digest)}\n`;

const textOf = (profile: DigestProfile): string =>
  JSON.stringify({ ...profile, settings: sorted(profile.settings) });

const keyOf = (row: Row): string => {
  const { host, namespace, bundle, capturedAt } = row.node;
  // two that were cut before a name and a time say the same, and are no copies for it
  if (host === null) return `?${contentOf(row)}${capturedAt === null ? bundle : ""}`;
  // names of hosts are one in capitals and in small letters
  return `=${JSON.stringify([host.toLowerCase(), namespace])}`;
};

/** All that a capture says of a node, but what it is called and which others there are. */
const contentOf = ({ node, profile }: Row): string =>
  JSON.stringify({ ...node, bundle: "", captures: [], capturesBound: "", profile });

/** The newest row of one node, with the captures of both. */
function joined(a: Row, b: Row): Row {
  const newest = order(a, b) >= 0 ? a : b;
  const all = new Map(
    [...a.node.captures, ...b.node.captures].map((one) => [JSON.stringify(one), one]),
  );
  const captures = [...all.values()].sort(newestFirst);
  const isLeast =
    captures.length > MOST_CAPTURES || [a, b].some(({ node }) => node.capturesBound === "at least");
  const node: DigestNode = {
    ...newest.node,
    captures: captures.slice(0, MOST_CAPTURES),
    capturesBound: isLeast ? "at least" : "exact",
  };
  return { node, profile: newest.profile };
}

/** One with a time is newer than one without; of equals, any rule will do that looks at nothing but the two. */
function order(a: Row, b: Row): number {
  const byTime = byText(a.node.capturedAt ?? "", b.node.capturedAt ?? "");
  if (byTime !== 0) return byTime;
  return byText(contentOf(a), contentOf(b)) || byText(b.node.bundle, a.node.bundle);
}

const newestFirst = (a: DigestCapture, b: DigestCapture): number =>
  byText(b.at ?? "", a.at ?? "") || byText(JSON.stringify(b), JSON.stringify(a));
