import type { SourceName } from "../parsers/index.ts";
import { clean } from "./clean.ts";
import { readCommand, settingOfPath } from "./command.ts";
import { type Context, type Expected, NO_CONTEXT } from "./context.ts";
import { dateOf } from "./dates.ts";
import {
  formOf,
  isKernelLine,
  LINE_FORMS,
  type LineForm,
  METRIC_HEAD,
  METRIC_LINE,
  METRIC_SOURCES,
} from "./forms.ts";
import { type Peeled, peel, peelAs } from "./peel.ts";
import { isEmptyPrompt, readPrompt } from "./prompt.ts";
import { isElision, isNoise, type Refusal, readRefusal } from "./refusals.ts";
import { readTitle } from "./titles.ts";

/** What a cut section is, before its fact is known. */
export interface SectionHead {
  source: SourceName;
  context: Context;
  /** The line of the text where it begins, from 1. */
  line: number;
  /** The file that a title or a prefix within the text names. */
  path: string | null;
  /** Lines were left out by whoever pasted it. */
  elided: boolean;
}

/** Takes the lines of one section, without what stood around them, with their numbers in the whole text. */
export interface SectionSink {
  line(text: string, number: number): void;
  /** Of the table: takes whole lines as bytes as far as they are rows; see `TableSink`. */
  rows?(block: Uint8Array, from: number, to: number, first: number): { at: number; line: number };
  end(): void;
}

/** Who receives what is cut. */
export interface Receiver {
  open(head: SectionHead): SectionSink;
  /** A section that turned out to hold nothing. */
  drop?(head: SectionHead): void;
  refusal(refusal: Refusal, context: Context): void;
  /** A line that nobody understood. */
  unread(text: string, number: number): void;
}

/** The forms of one source, whose lines go on in each other's company. */
interface Open {
  source: SourceName | "metrics";
  form: LineForm | null;
  head: SectionHead;
  sink: SectionSink | null;
  /** Keys that the section has seen: one that comes again begins another sample. */
  seen: Set<string>;
  layers: readonly number[];
  /** Of a scrape: the sinks by whose metrics they are, and lines that every one of them wants. */
  scrapes: Map<SourceName, SectionSink>;
  kept: { text: string; number: number }[];
  /** Of a log: whether a line of the kernel was among it, and the lines before that. */
  isKernel: boolean;
  held: { text: string; number: number }[];
}

const MOST_HELD = 5000;
/** Machines whose lines may come in turn. */
const MOST_PARKED = 256;
/** Machines that the prefixes of one text may name: each costs as much as a text of its own. */
const MOST_PREFIXES = 1000;
/** What a line must hold for it to be worth peeling: no form is without one of these. */
const KEY =
  /src=|conntrack|cpu=\d|entries|net[./]|proc\/|kernel|_allowance_|Tcp|Ip|[*:]|-A |table |processor|Mem|\bup |=|netns|Prot|sockets|Total|State|Inter|_total|\d\.\d|\d{8}/;

/** The name before the sign of a setting's line. */
const keyOfSetting = (text: string): string =>
  text.slice(0, Math.max(0, text.search(/\s*[=:]\s*[^:]*$/)));

/**
 * Cuts a text into the outputs that it holds, line by line: undoes prompts, quoting and the like, and
 * recognizes each run of lines by how its sources' lines look. Keeps no more than a few lines.
 */
export class Cutter {
  readonly #to: Receiver;
  #context: Context;
  readonly #base: Context;
  #path: string | null;
  #open: Open | null = null;
  /** Of lines whose prefix names their machine: the sections of the other machines, which go on in turn. */
  readonly #parked = new Map<string, Open>();
  readonly #prefixes = new Set<string>();
  #expected = 0;
  #layers: readonly number[] = [];

  /** @param base what is known of the whole text: by its path, its layout */
  constructor(to: Receiver, base: Partial<Context> = {}, path: string | null = null) {
    this.#to = to;
    this.#base = { ...NO_CONTEXT, ...base };
    this.#context = this.#base;
    this.#path = path;
  }

  /** What is known at this line of the text. */
  get context(): Context {
    return this.#context;
  }

  /**
   * Takes rows of the table that stand as the tool printed them, as bytes of whole lines. Answers where the
   * first line begins that is no row, and its number.
   */
  rows(block: Uint8Array, from: number, to: number, first: number): { at: number; line: number } {
    const open = this.#open;
    if (open?.source === "conntrack-table" && open.layers.length === 0 && open.sink?.rows)
      return open.sink.rows(block, from, to, first);
    const head: SectionHead = {
      source: "conntrack-table",
      context: this.#context,
      path: this.#path,
      line: first,
      elided: false,
    };
    const sink = this.#to.open(head);
    const after = sink.rows?.(block, from, to, first) ?? { at: from, line: first };
    if (after.at === from) {
      // it only looked like one
      this.#to.drop?.(head);
      return after;
    }
    this.#close();
    this.#layers = [];
    this.#open = newOpen("conntrack-table", LINE_FORMS[0]!, head, sink, []);
    return after;
  }

  /** Takes the next line. */
  line(raw: string, number: number): void {
    const text = clean(raw);
    const bare = text.trim();
    if (bare === "") {
      this.#blank(number);
      return;
    }
    if (this.#known(text, bare, number)) return;
    // what stood around the line before stands around this one, too
    if (this.#layers.length > 0) {
      const peeled = peelAs(text, this.#layers);
      if (peeled !== null && peeled.text !== "" && this.#take(peeled, number, this.#layers)) return;
    }
    if (KEY.test(bare) || /[#$%>❯]/.test(bare)) {
      const found = peel(text, (inner) => this.#isSomething(inner));
      if (found !== null && this.#take(found.peeled, number, found.layers)) return;
    }
    this.#other(bare, number);
  }

  end(): void {
    this.#closeAll();
  }

  /** A line as it stands. */
  #known(text: string, bare: string, number: number): boolean {
    return this.#take({ text }, number, [], bare);
  }

  #isSomething(inner: string): boolean {
    const bare = inner.trim();
    return (
      formOf(bare) !== null ||
      METRIC_HEAD.test(bare) ||
      TRAILER.test(bare) ||
      readPrompt(bare) !== null ||
      dateOf(bare) !== null
    );
  }

  #take(peeled: Peeled, number: number, layers: readonly number[], trimmed?: string): boolean {
    const { text } = peeled;
    const bare = trimmed ?? text.trim();
    if (peeled.host !== undefined && !this.#turnTo(peeled.host)) return false;
    const open = this.#open;
    const own = this.#placed(peeled);
    // most lines go on as the line before
    if (open !== null && this.#samePlace(open, own) && this.#goesOn(open, text, bare, number)) {
      this.#layers = layers;
      return true;
    }
    const form = formOf(bare);
    if (form !== null && !(form.source === "kernel-log" && readPromptIf(bare))) {
      this.#layers = layers;
      this.#begin(form, own, text, bare, number, layers);
      return true;
    }
    if (METRIC_HEAD.test(bare)) {
      this.#layers = layers;
      this.#beginMetrics(own, bare, number, layers);
      return true;
    }
    return this.#frame(peeled, own, bare, number);
  }

  /** Takes up the section of a machine, as pdsh and the like print the lines of several in turn; false past a ceiling. */
  #turnTo(host: string): boolean {
    if (!this.#prefixes.has(host) && this.#prefixes.size >= MOST_PREFIXES) return false;
    this.#prefixes.add(host);
    const open = this.#open;
    const before = open?.head.context.host ?? null;
    if (before === host) return true;
    // what no prefix named is another text's
    if (open !== null && before !== null && open.layers.length > 0) {
      this.#parked.set(before, open);
      this.#open = null;
    } else this.#close();
    this.#open = this.#parked.get(host) ?? null;
    this.#parked.delete(host);
    if (this.#parked.size <= MOST_PARKED) return true;
    const [oldest, its] = [...this.#parked][0]!;
    this.#parked.delete(oldest);
    this.#finish(its);
    return true;
  }

  #samePlace(open: Open, own: { context: Context; path: string | null }): boolean {
    return (
      open.head.context.host === own.context.host &&
      (own.path === null || own.path === open.head.path || open.head.path === null)
    );
  }

  /** The context, with what a prefix of the line itself says. */
  #placed({ host, path }: Peeled): { context: Context; path: string | null } {
    return {
      context: host === undefined ? this.#context : { ...this.#context, host },
      path: path ?? this.#path,
    };
  }

  #goesOn(open: Open, text: string, bare: string, number: number): boolean {
    if (open.source === "metrics") {
      if (!METRIC_LINE.test(bare)) return false;
      this.#metric(open, bare, number);
      return true;
    }
    const { form } = open;
    if (form === null) return false;
    if (open.source === "nft-ruleset") return this.#rule(open, text, bare, number);
    const mine = LINE_FORMS.some((one) => one.source === open.source && one.begins.test(bare));
    if (!mine && !form.goesOn?.test(bare) && !this.#wraps(open, bare)) return false;
    if (
      form.goesOn !== undefined &&
      !mine &&
      formOf(bare) !== null &&
      formOf(bare)!.source !== open.source &&
      !form.goesOn.test(bare)
    )
      return false;
    if (form.again?.test(bare)) return false;
    if (open.source === "sysctl") {
      const key = keyOfSetting(bare);
      if (key !== "" && open.seen.has(key)) return false;
      open.seen.add(key);
    }
    if (open.source === "conntrack-s") {
      const cpu = /^cpu=\d+/.exec(bare)?.[0];
      if (cpu !== undefined && open.seen.has(cpu)) return false;
      if (cpu !== undefined) open.seen.add(cpu);
    }
    this.#feed(open, text, bare, number);
    return true;
  }

  /** Whether a line is the rest of a log's line that was too wide where it was pasted. */
  #wraps(open: Open, bare: string): boolean {
    return (
      open.source === "kernel-log" &&
      (/^(?:dropping packet|packet\.?$|full, |table full|suppressed)/.test(bare) ||
        /^(?:full|callbacks|overflow)\b/.test(bare))
    );
  }

  #rule(open: Open, text: string, bare: string, number: number): boolean {
    if (open.held.length === 0 && open.isKernel && formOf(bare)?.source !== "nft-ruleset")
      return false;
    open.sink!.line(text, number);
    // braces that are open still, counted in the list of held lines for want of another place
    const depth = open.kept.length + (bare.endsWith("{") ? 1 : 0) - (bare === "}" ? 1 : 0);
    open.kept.length = Math.max(0, depth);
    open.isKernel = depth <= 0;
    return true;
  }

  #feed(open: Open, text: string, bare: string, number: number): void {
    if (open.source !== "kernel-log" || open.isKernel) {
      open.sink!.line(open.source === "kube-proxy-config" ? text : bare, number);
      return;
    }
    // another program's log is no kernel log, however alike: it is one once the kernel speaks in it
    open.held.push({ text: bare, number });
    if (isKernelLine(bare)) this.#isTheKernel(open);
    else if (open.held.length > MOST_HELD) open.held.splice(1, 1);
  }

  #isTheKernel(open: Open): void {
    open.isKernel = true;
    open.sink = this.#to.open(open.head);
    for (const { text, number } of open.held) open.sink.line(text, number);
    open.held = [];
  }

  #begin(
    form: LineForm,
    own: { context: Context; path: string | null },
    text: string,
    bare: string,
    number: number,
    layers: readonly number[],
  ): void {
    this.#close();
    const head: SectionHead = { source: form.source, ...own, line: number, elided: false };
    const isLog = form.source === "kernel-log";
    const open = newOpen(form.source, form, head, isLog ? null : this.#to.open(head), layers);
    this.#open = open;
    if (form.source === "nft-ruleset") {
      open.kept.length = 0;
      this.#rule(open, text, bare, number);
      return;
    }
    if (form.source === "sysctl") open.seen.add(keyOfSetting(bare));
    if (form.source === "conntrack-s") open.seen.add(/^cpu=\d+/.exec(bare)?.[0] ?? "");
    this.#feed(open, text, bare, number);
  }

  #beginMetrics(
    own: { context: Context; path: string | null },
    bare: string,
    number: number,
    layers: readonly number[],
  ): void {
    this.#close();
    const head: SectionHead = { source: "kube-proxy-metrics", ...own, line: number, elided: false };
    this.#open = newOpen("metrics", null, head, null, layers);
    this.#metric(this.#open, bare, number);
  }

  /** Gives a sample to the scrape whose it is; what all programs have, to each of them. */
  #metric(open: Open, bare: string, number: number): void {
    const name = /^(?:# (?:HELP|TYPE|UNIT) )?([\w:]+)/.exec(bare)?.[1] ?? "";
    const source = METRIC_SOURCES.find(([prefix]) => name.startsWith(prefix))?.[1];
    if (source === undefined) {
      if (bare.startsWith("#") || !/^(?:process_|kubernetes_build_info|go_info)/.test(name)) return;
      if (open.kept.length < 64) open.kept.push({ text: bare, number });
      for (const sink of open.scrapes.values()) sink.line(bare, number);
      return;
    }
    let sink = open.scrapes.get(source);
    if (sink === undefined) {
      sink = this.#to.open({ ...open.head, source });
      for (const one of open.kept) sink.line(one.text, one.number);
      open.scrapes.set(source, sink);
    }
    // the same sample again is another scrape
    if (!bare.startsWith("#")) {
      const key = bare.replace(/ [^ ]*(?: \d+)?$/, "");
      if (open.seen.has(key)) {
        const { head, layers } = open;
        this.#beginMetrics({ context: head.context, path: head.path }, bare, number, layers);
        return;
      }
      if (open.seen.size < 200_000) open.seen.add(key);
    }
    sink.line(bare, number);
  }

  /** What stands between outputs: prompts, titles, dates, refusals, bare values that were asked for. */
  #frame(
    peeled: Peeled,
    own: { context: Context; path: string | null },
    bare: string,
    number: number,
  ): boolean {
    const prompt = readPrompt(bare);
    if (prompt !== null) {
      this.#closeAll();
      this.#prompted(prompt.host ?? peeled.host ?? null, prompt.command);
      return true;
    }
    if (TRAILER.test(bare)) {
      if (this.#open?.source === "conntrack-table") this.#open.sink!.line(bare, number);
      else this.#pending(own, bare, number);
      return true;
    }
    const refusal = readRefusal(bare, this.#context.command, number);
    if (refusal !== null) {
      this.#to.refusal(refusal, own.context);
      return true;
    }
    const time = dateOf(bare);
    if (time !== null) {
      this.#close();
      this.#context = { ...this.#context, time };
      return true;
    }
    const expected = this.#context.expects[this.#expected];
    if (expected !== undefined && this.#answer(expected, own, bare, number)) return true;
    const title = readTitle(bare);
    if (title !== null) {
      this.#closeAll();
      this.#titled(title);
      return true;
    }
    return isNoise(bare) || isEmptyPrompt(bare) ? this.#noise(bare) : false;
  }

  #noise(bare: string): boolean {
    if (isElision(bare) && this.#open !== null) this.#open.head.elided = true;
    return true;
  }

  /** A trailer that stands before its rows, as standard error does in a copy of both. */
  #pending(own: { context: Context; path: string | null }, bare: string, number: number): void {
    this.#close();
    const form = LINE_FORMS[0]!;
    this.#begin(form, own, bare, bare, number, []);
  }

  #prompted(host: string | null, command: string): void {
    const { remote, isRemote, ...hints } = readCommand(command);
    const local = host ?? this.#context.host;
    this.#context = {
      ...this.#base,
      ...hints,
      command,
      namespace: hints.namespace ?? this.#base.namespace,
      configured: hints.configured || this.#base.configured,
      reduced: hints.reduced ?? this.#base.reduced,
      host: remote ?? (isRemote ? this.#base.host : (local ?? this.#base.host)),
      time: this.#context.time,
    };
    this.#expected = 0;
    this.#path = null;
  }

  #titled(title: ReturnType<typeof readTitle> & object): void {
    const { host = null, command, path, time } = title;
    if (command !== undefined) this.#prompted(host, command);
    else if (path !== undefined) {
      const setting = settingOfPath(path);
      const isNode = /^[\w.-]+$/.test(path);
      this.#context = {
        ...this.#context,
        expects: setting === null ? [] : [setting],
        configured: isConfigured(path),
        ...(isNode ? {} : {}),
      };
      this.#expected = 0;
      this.#path = path;
    } else if (host !== null) this.#context = { ...this.#base, host, time: this.#context.time };
    const at = time === undefined ? null : dateOf(time);
    if (at !== null) this.#context = { ...this.#context, time: at };
  }

  /** A value that stands alone, because the command before it prints just that. */
  #answer(
    expected: Expected,
    own: { context: Context; path: string | null },
    bare: string,
    number: number,
  ): boolean {
    const value = /^"?(-?\d[\d,]{0,20})"?$/.exec(bare)?.[1];
    const line = (source: SourceName, text: string) => {
      this.#close();
      const sink = this.#to.open({ source, ...own, line: number, elided: false });
      sink.line(text, number);
      sink.end();
    };
    switch (expected.is) {
      case "setting":
        if (value === undefined && !/^[\d\s,.-]{1,200}$|^\w{1,40}$/.test(bare)) return false;
        line("sysctl", `${expected.name} = ${value ?? bare}`);
        break;
      case "count":
      case "rows":
        if (value === undefined) return false;
        if (expected.is === "count") line("conntrack-count", value.replaceAll(",", ""));
        break;
      case "cpus":
        if (value === undefined) return false;
        line("cpus", value);
        break;
      case "release":
        if (!/^\d{1,3}\.\d{1,4}[\w.+~-]{0,120}$/.test(bare)) return false;
        line("kernel-version", `Linux version ${bare}`);
        break;
      case "proxy-mode":
        if (!/^(?:iptables|ipvs|nftables|userspace|kernelspace)$/.test(bare)) return false;
        line("kube-proxy-mode", bare);
        break;
      case "hostname":
        if (!/^[\w.-]{1,253}$/.test(bare)) return false;
        this.#context = { ...this.#context, host: bare };
        break;
      case "epoch":
        if (value === undefined || !/^\d{9,13}(?:\.\d+)?$/.test(bare)) return false;
        this.#close();
        this.#context = { ...this.#context, time: Number(bare.slice(0, 10)) * 1000 };
        break;
    }
    this.#expected++;
    if (this.#expected >= this.#context.expects.length && this.#context.repeats) this.#expected = 0;
    return true;
  }

  #blank(number: number): void {
    const { source } = this.#open ?? {};
    if (source === "kube-proxy-config" || source === "nft-ruleset")
      this.#open!.sink!.line("", number);
  }

  #other(bare: string, number: number): void {
    // what cannot be read among rows is the table's to count
    if (this.#open?.source === "conntrack-table" && /\bsrc=|\bdst=/.test(bare)) {
      this.#open.sink!.line(bare, number);
      return;
    }
    this.#to.unread(bare, number);
  }

  /** Closes the open section and those that wait for their turn. */
  #closeAll(): void {
    this.#close();
    for (const open of this.#parked.values()) this.#finish(open);
    this.#parked.clear();
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open !== null) this.#finish(open);
  }

  #finish(open: Open): void {
    for (const sink of open.scrapes.values()) sink.end();
    for (const { text, number } of open.held) this.#to.unread(text, number);
    open.sink?.end();
  }
}

const newOpen = (
  source: Open["source"],
  form: LineForm | null,
  head: SectionHead,
  sink: SectionSink | null,
  layers: readonly number[],
): Open => ({
  source,
  form,
  head,
  sink,
  seen: new Set(),
  layers,
  scrapes: new Map(),
  kept: [],
  isKernel: false,
  held: [],
});

const TRAILER = /onntrack v[\d.]{3,12} \(conntrack-tools\): \d{1,15} flow entries have been shown/;

const readPromptIf = (bare: string): boolean => bare.startsWith("[") && readPrompt(bare) !== null;

/** Whether a path is that of a file which asks for settings, wherever it was copied from. */
export const isConfigured = (path: string): boolean =>
  /(?:^|\/|[._-])sysctl[._-]?(?:d|conf)(?:[/._-]|$)|(?:^|\/)(?:etc|usr\/lib|run|lib)\/sysctl\.(?:d|conf)|\.conf(?:\.txt)?$/.test(
    path,
  );
