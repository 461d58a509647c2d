import { FORMS, PATH_FORMS, type PathForm } from "../causes/templates.ts";
import { formatNumber } from "../format.ts";
import { type Readings, SIGNALS, type SignalName } from "../signals/index.ts";
import type { Signal, Value } from "../signals/signal.ts";
import { formatValue } from "./values.ts";

/** A signal's name in braces, with a form or without. */
const TEMPLATE = new RegExp(`\\{([a-zA-Z][\\w.-]*?)(?::(${FORMS.join("|")}))?\\}`, "g");

/** A count without its unit, for sentences that name the thing themselves. */
const bare = (value: Value | null, unit: string): string =>
  typeof value === "number" && !["share", "bytes", "seconds"].includes(unit) && !unit.endsWith("/s")
    ? formatNumber(value)
    : formatValue(value, unit);

/**
 * Puts readings into a template: `{signal}` as people read it, `{signal:counted}` with its unit behind it
 * (`1 packet`) and, for commands, `{signal:raw}` as a plain number, `{signal:address}` as an address
 * without its port, `{signal:port}` and `{signal:protocol}` as these alone, `{signal:sysctl}` as a setting's name,
 * `{signal:interface}` as an interface's, `{signal:file}` as a file's. Of a path, parts stand as `{signal:orig-dst}`. Of several names it is the
 * first, unless `fillEach` prints the command for each.
 */
export function fill(template: string, readings: Readings): string {
  return withoutUnknown(template, readings).replace(TEMPLATE, (whole, name: string, form) => {
    const reading = readings.get(name as SignalName);
    if (!Object.hasOwn(SIGNALS, name)) return whole;
    const value = reading?.value ?? null;
    if (form === "raw") return value === null ? "N" : String(Math.ceil(Number(value)));
    if (form === "address") return addressOf(value);
    // an address with its port and protocol is no path
    if (isPathForm(form) && (form !== "protocol" || isPath(value))) return partOf(value, form);
    if (form === "interface")
      return typeof value === "string" && /^[\w.@-]{1,32}$/.test(value) ? value : "INTERFACE";
    if (form === "file")
      return typeof value === "string" && /^\/[\w.+/-]{1,200}$/.test(value) ? value : "FILE";
    if (form === "port") return /:?(\d{1,5})(?:\/\w+)?$/.exec(firstOf(value))?.[1] ?? "PORT";
    if (form === "protocol") return /\/(tcp|udp)$/.exec(firstOf(value))?.[1] ?? "PROTOCOL";
    if (form === "sysctl")
      return typeof value === "string" && /^\w{1,64}$/.test(value) ? value : "NAME";
    const { unit } = SIGNALS[name as SignalName] as Signal;
    return form === "counted" ? formatValue(value, unit) : bare(value, unit);
  });
}

/** Forms that stand for a part of one name: of several, a command is printed for each. */
const ofOne = (form: unknown): boolean =>
  isPathForm(form) || form === "address" || form === "port" || form === "interface";

/**
 * A command as often as there are names in the signal whose parts it names; once where it names none. All of
 * them in one look: the last of several is no worse than the first.
 */
export function fillEach(template: string, readings: Readings): string[] {
  const [name] = [...template.matchAll(TEMPLATE)].flatMap(([, name, form]) =>
    ofOne(form) ? [name as SignalName] : [],
  );
  const reading = name === undefined ? undefined : readings.get(name);
  if (name === undefined || reading === undefined || reading.value === null)
    return [fill(template, readings)];
  return String(reading.value)
    .split(", ")
    .map((one) => fill(template, new Map(readings).set(name, { ...reading, value: one })));
}

const isPathForm = (form: unknown): form is PathForm =>
  (PATH_FORMS as readonly unknown[]).includes(form);

const PATH =
  /^(?:\[([0-9a-f:.]{2,45})\]|([\d.]{7,15})):(\d{1,5})\/(tcp|udp) to (?:\[([0-9a-f:.]{2,45})\]|([\d.]{7,15})):(\d{1,5})$/;

const isPath = (value: Value | null): boolean => PATH.test(String(value ?? "").split(", ")[0]!);

/** A part of the first of some paths, of characters that mean nothing to a shell. */
function partOf(value: Value | null, form: PathForm): string {
  const match = PATH.exec(String(value ?? "").split(", ")[0]!);
  if (match === null)
    return form.includes("port") ? "PORT" : form === "protocol" ? "udp" : "ADDRESS";
  const [, to6, to4, toPort, protocol, end6, end4, endPort] = match;
  return {
    protocol: protocol!,
    "orig-dst": (to6 ?? to4)!,
    "orig-port": toPort!,
    "reply-src": (end6 ?? end4)!,
    "reply-port": endPort!,
  }[form];
}

/** What falls away where a value in it is unknown: `[? …?]`. */
const OPTIONAL = /\[\?(.{0,2000}?)\?\]/gs;

const withoutUnknown = (template: string, readings: Readings): string =>
  template.replace(OPTIONAL, (_, words: string) =>
    namesIn(words).every((name) => (readings.get(name as SignalName)?.value ?? null) !== null)
      ? words
      : "",
  );

/** The signals without which a template says nothing. */
export const neededBy = (template: string): string[] => namesIn(template.replace(OPTIONAL, ""));

/** The signals that a template names, for telling whether it can be filled at all. */
export const namesIn = (template: string): string[] =>
  [...template.matchAll(TEMPLATE)].map((match) => match[1]!);

/** The first of several names, without its Service's. */
function firstOf(value: Value | null): string {
  const text = typeof value === "string" ? value : "";
  return (/\(([^)]*)\)/.exec(text.split(", ")[0]!)?.[1] ?? text).split(", ")[0]!;
}

/** An address alone, of characters that mean nothing to a shell. */
function addressOf(value: Value | null): string {
  const first = firstOf(value);
  const address = first.startsWith("[") ? first.slice(1, first.indexOf("]")) : first.split(":")[0]!;
  return /^[0-9a-fA-F.:]{2,45}$/.test(address) ? address : "ADDRESS";
}
