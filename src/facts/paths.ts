import { BESIDE, MACHINE, pad, ROLES, UNITS, WHAT, WHEN } from "./path-words.ts";

/** A name that may be a machine's. */
export interface Name {
  name: string;
  /** Without words that say when; null where it has none of them. */
  bare: string | null;
}

/** What the path of a piece of evidence says: whose it is, and when it was taken. */
export interface PathHints {
  /** Folders whose names may be a machine's, outermost first. */
  owners: readonly Name[];
  /** What is left of the file's own name without words that say what or when; null when nothing is. */
  rest: Name | null;
  /** The network namespace that a collector wrote into the path. */
  namespace: string | null;
  /** The order that words, numbers or a date in the path give; null when there is none. */
  moment: string | null;
}

const DATE = /\d{4}[-_]?\d\d[-_]?\d\d(?:[T_-]?\d\d[:h_-]?\d\d(?:[:m_-]?\d\d)?)?Z?/i;
const DATE_BEHIND = new RegExp(`[-_.]?${DATE.source}$`, "i");
const isNumber = (word: string): boolean => /^\d{1,14}$/.test(word);

/** The words of a part of a path, without a date; names that are a machine's are one word each. */
function wordsOf(part: string): string[] {
  const text = part.toLowerCase().replace(DATE, " ");
  const words: string[] = [];
  let at = 0;
  for (const machine of text.matchAll(MACHINE)) {
    words.push(...split(text.slice(at, machine.index)), machine[0]);
    at = machine.index + machine[0].length;
  }
  return [...words, ...split(text.slice(at))];
}

/** `table2` is a word and a number, `10h05` two numbers, `web2` a machine. */
const split = (text: string): string[] =>
  text
    .split(/[\s._\-+=@:]+/)
    .flatMap((word) => {
      const [, base, number] = /^([st]|[a-z]{2,16})(\d{1,3})$/.exec(word) ?? [];
      if (base !== undefined && !WHAT.has(word) && (WHAT.has(base) || UNITS.has(base)))
        return [base, number!];
      const time = /^(\d{1,2})h(\d\d)?m?$/.exec(word);
      return time === null ? [word] : [time[1]!, time[2] ?? "0"];
    })
    .filter((word) => word !== "" && !/^[a-su-z]$/.test(word));

/** Whether a word says what something is, with those words that `roles` takes for names. */
const saysWhat = (word: string, roles: boolean): boolean =>
  (WHAT.has(word) || UNITS.has(word)) && !(roles && ROLES.has(word));
/** What of a name's words may be a machine's; null when nothing is. */
const named = (words: readonly string[], roles = false): string[] | null =>
  words.every((word) => saysWhat(word, roles) || WHEN.has(word) || isNumber(word))
    ? null
    : [...words];

/** A folder's name as a machine's, or null where it says what or when and nothing else. */
function ownerOf(part: string, roles: boolean): Name | null {
  // a letter alone says neither
  if (/^[a-z]$/i.test(part)) return { name: part, bare: null };
  const words = named(wordsOf(part), roles);
  if (words === null) return null;
  const others = words.filter((word) => !BESIDE.has(word));
  const whole = part.replace(/(?:\.(?:tar|tgz|txz|tbz2?|tzst|zip|gz|bz2|xz|zst))+$/i, "");
  // a date says when as well, and is no part of a name
  const isTimed = others.length < words.length || DATE.test(part);
  const undated = whole.replace(DATE_BEHIND, "");
  const name = undated === "" ? whole : undated;
  return { name, bare: isTimed && others.length > 0 ? others.join("-") : null };
}

/** What is left of a file's name. */
function restOf(file: string, roles: boolean): Name | null {
  const words = named(wordsOf(file), roles)?.filter((word) => !saysWhat(word, roles));
  if (words === undefined) return null;
  const others = words.filter((word) => !BESIDE.has(word));
  return {
    name: words.join("-"),
    bare: others.length === words.length ? null : others.join("-"),
  };
}

/** A text for the moment that a part of a path names, which sorts by time; null when it names none. */
function momentOf(part: string): string | null {
  const date = DATE.exec(part)?.[0];
  if (date !== undefined) return `1 ${date.replace(/\D/g, "")}`;
  const words = wordsOf(part);
  const word = words.find((one) => WHEN.has(one));
  const numbers = named(words) === null ? words.filter(isNumber).map(pad) : [];
  if (word === undefined && numbers.length === 0) return null;
  return [word === undefined ? "1" : WHEN.get(word)!, ...numbers].join(" ");
}

const NETNS = [
  /(?:^|\/)ip_netns_exec_([^/]+?)_(?:conntrack|sysctl|ip|iptables|ip6tables|ss|netstat|nstat|cat|ethtool|nft)_/,
  // a folder of a cluster's namespace holds kinds of objects
  /(?:^|\/)namespaces\/(?!(?:kube|openshift|cattle)-|[^/]+\/(?:(?:pods|core|apps|batch|policy|autoscaling|logs?)\/|(?:[\w-]+\.)+(?:io|com)\/|[\w.-]+\.ya?ml$))([^/]+)\//,
  /(?:^|\/)netns[-_/]([^/]+)\//,
  /(?:^|\/)(?:netns|namespace)[-_]([A-Za-z0-9][\w-]{0,60}?)[-_.](?:conntrack|sysctl|nf|ct|count|ss|iptables|nft)[^/]{0,80}$/,
];

/** A folder that a cluster's tools name after a namespace of Kubernetes. */
const CLUSTER = /(?:^|\/)namespaces\/[^/]+\//;

/** A setting's name is the kernel's own, and no machine's, nor does `timeout_last_ack` say when. */
const SETTING = /(?:^|\/)proc\/sys\//;

/** Reads a path. `roles`: also words such as `host` may be a machine's name. */
export function readPath(path: string, roles = false): PathHints {
  const spelt = path.replace(/!/g, "/");
  const netns = NETNS.map((pattern) => pattern.exec(spelt)).filter((one) => one !== null);
  const parts = partsOf(spelt);
  // what names a namespace is no machine's name, nor is what lies below it
  const kernel = SETTING.exec(spelt);
  const inner = [...netns, CLUSTER.exec(spelt), kernel].flatMap((one) => one?.index ?? []);
  const folders =
    inner.length === 0 ? parts.slice(0, -1) : partsOf(spelt.slice(0, Math.min(...inner)));
  const moments = (kernel === null ? parts : folders).map(momentOf).filter((one) => one !== null);
  return {
    owners: folders.map((part) => ownerOf(part, roles)).filter((one) => one !== null),
    rest: inner.length === 0 ? restOf(parts.at(-1) ?? "", roles) : null,
    namespace: netns[0]?.[1] ?? null,
    moment: moments.length === 0 ? null : moments.join(" then "),
  };
}

const partsOf = (path: string): string[] =>
  path.split("/").filter((part) => part !== "" && part !== ".");
