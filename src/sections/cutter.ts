import { answerTo } from "./answers.ts";
import { clean } from "./clean.ts";
import { readCommand } from "./command.ts";
import { type Context, NO_CONTEXT } from "./context.ts";
import { dateOf } from "./dates.ts";
import {
  formOf,
  isKernelLine,
  LINE_FORMS,
  type LineForm,
  METRIC_HEAD,
  METRIC_LINE,
} from "./forms.ts";
import { JournalRecord } from "./journal.ts";
import { beginsJson, JsonLines, readJson } from "./json.ts";
import { expectsOf, isConfigured } from "./path.ts";
import { type Peeled, peel, peelAs } from "./peel.ts";
import { isEmptyPrompt, readPrompt } from "./prompt.ts";
import { promtoolSample, promtoolSeries } from "./promtool.ts";
import { isElision, isNoise, readRefusal } from "./refusals.ts";
import { respell } from "./respell.ts";
import type { Respelt } from "./respelt.ts";
import { endScrapes, takeSample } from "./scrape.ts";
import { newOpen, type Open, type Receiver, type SectionHead } from "./section.ts";
import { SeriesTable } from "./series.ts";
import { readTitle } from "./titles.ts";
import { wishes } from "./wishes.ts";

const MOST_HELD = 5000;
/** What stands in the rest of a row that was broken where the line was too wide. */
const GOES_ON_IN_ROW =
  /^(?:(?:src|dst|sport|dport|type|code|id|mark|use|zone|secctx|packets|bytes|srckey|dstkey)=|\[(?:ASSURED|UNREPLIED|OFFLOAD|HW_OFFLOAD)\])/;
/** Machines whose lines may come in turn. */
const MOST_PARKED = 256;
/** Machines that the prefixes of one text may name: each costs as much as a text of its own. */
const MOST_PREFIXES = 1000;
/** What a line must hold for it to be worth peeling: no form is without one of these. */
const KEY =
  /src=|conntrack|cpu=\d|entries|net[./]|proc\/|kernel|_allowance_|Tcp|Ip|[*:]|-A |table |processor|Mem|\bup |=|netns|Prot|sockets|Total|State|Inter|_total|\d\.\d|\d{8}/;

/** What is known of one line: of the text so far, and by what stands before it. */
interface Own {
  context: Context;
  path: string | null;
  isDated: boolean;
}

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
  /** How many of the expected values have come, by the machine that answers. */
  #expected = new Map<string | null, number>();
  /** The command runs on other machines. */
  #isRemote = false;
  #json: JsonLines | null = null;
  /** A table of samples or a record of fields, and the line of its head. */
  #table: { of: SeriesTable | JournalRecord; number: number } | null = null;
  /** The series whose samples follow. */
  #series: string | null = null;
  /** Of lines whose prefix names their machine: the sections of the other machines, which go on in turn. */
  readonly #parked = new Map<string, Open>();
  readonly #prefixes = new Set<string>();
  #layers: readonly number[] = [];
  /** The last prompt was nothing but a hash. */
  #isHash = false;

  readonly #name: string;

  /** @param base what is known of the whole text: by its path, its layout
   *  @param name what the text is called */
  constructor(
    to: Receiver,
    base: Partial<Context> = {},
    path: string | null = null,
    name: string = "",
  ) {
    this.#to = to;
    this.#name = name;
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
    if (this.#json !== null) this.#endDocument(false);
    this.#endTable();
    if (open?.source === "conntrack-table" && open.layers.length === 0 && open.sink?.rows) {
      this.#flushRow(open);
      return open.sink.rows(block, from, to, first);
    }
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
    if (raw.includes("<") && TAG.test(raw)) {
      // a page has several lines on one
      for (const part of raw.split(TAG)) if (part.trim() !== "") this.line(part, number);
      return;
    }
    const text = clean(raw);
    const bare = text.trim();
    if (this.#table !== null) {
      if (this.#table.of.take(bare)) return;
      this.#endTable();
    }
    if (this.#json !== null || beginsJson(bare)) this.#document(text, bare, number);
    else this.#one(text, bare, number);
  }

  /** What tells where the text comes from. */
  get #about(): string {
    return `${this.#context.command ?? ""} ${this.#path ?? ""} ${this.#name}`;
  }

  /** A table of samples means something as a whole only. */
  #endTable(): void {
    if (this.#table === null) return;
    const { of, number } = this.#table;
    this.#table = null;
    this.#respelt(of.end(), number);
  }

  /** A line of a document that means something as a whole only. */
  #document(text: string, bare: string, number: number): void {
    this.#json ??= new JsonLines();
    const state = this.#json.take(text, bare, number);
    if (state !== "more") this.#endDocument(state === "whole");
  }

  #endDocument(isWhole: boolean): void {
    const { lines } = this.#json!;
    this.#json = null;
    const read =
      isWhole && lines.length > 1
        ? readJson(lines.map(({ raw }) => raw).join("\n"), this.#about)
        : null;
    if (read !== null) this.#respelt(read, lines[0]!.number);
    else for (const { raw, number } of lines) this.#one(raw, raw.trim(), number);
  }

  #one(text: string, bare: string, number: number): void {
    if (bare === "") {
      this.#blank(number);
      return;
    }
    // what stood around the line before stands around this one, too
    if (this.#layers.length > 0) {
      const peeled = peelAs(text, this.#layers);
      if (peeled?.text.trim() === "") {
        this.#blank(number);
        return;
      }
      if (peeled !== null && this.#take(peeled, number, this.#layers)) return;
    }
    // a quote's sign is never a line's own, even where the rest would be known behind anything
    const isQuoted = bare.startsWith(">");
    if (!isQuoted && this.#known(text, bare, number)) return;
    if (KEY.test(bare) || /[#$%>❯]/.test(bare) || this.#context.expects.length > 0) {
      const found = peel(text, (inner) => this.#isSomething(inner));
      if (found !== null && this.#take(found.peeled, number, found.layers)) return;
    }
    if (isQuoted && this.#known(text, bare, number)) return;
    this.#other(bare, number);
  }

  end(): void {
    if (this.#json !== null) this.#endDocument(false);
    this.#endTable();
    this.#closeAll();
  }

  /** A line that says in other words what some lines say in theirs. */
  #respelt(lines: readonly Respelt[], number: number): boolean {
    for (const { configured, ...peeled } of lines) {
      const { text } = peeled;
      const before = this.#context;
      if (configured) {
        this.#close();
        this.#context = { ...before, configured, isWish: true };
      }
      if (!this.#take(peeled, number, this.#layers, text)) this.#to.unread(text, number);
      if (configured) {
        this.#close();
        this.#context = before;
      }
    }
    return true;
  }

  /** A line as it stands. */
  #known(text: string, bare: string, number: number): boolean {
    return this.#take({ text }, number, [], bare);
  }

  #isSomething(inner: string): boolean {
    const bare = inner.trim();
    return (
      formOf(bare, `${this.#context.command ?? ""} ${this.#path ?? ""}`) !== null ||
      METRIC_HEAD.test(bare) ||
      TRAILER.test(bare) ||
      readPrompt(bare) !== null ||
      dateOf(bare) !== null ||
      respell(bare, this.#about) !== null ||
      isNamed(readTitle(bare)) ||
      (this.#context.expects.length > 0 && this.#context.expects.some((one) => answerTo(one, bare)))
    );
  }

  #take(peeled: Peeled, number: number, layers: readonly number[], trimmed?: string): boolean {
    const { text } = peeled;
    const bare = trimmed ?? text.trim();
    if (peeled.host !== undefined && !this.#turnTo(peeled.host)) return false;
    const open = this.#open;
    const own = this.#placed(peeled);
    if (this.#samples(bare, number)) return true;
    const respelt = respell(bare, this.#about);
    if (respelt !== null) {
      this.#layers = layers;
      return this.#respelt(respelt, number);
    }
    // most lines go on as the line before
    if (
      open !== null &&
      this.#samePlace(open, own) &&
      this.#goesOn(open, own, text, bare, number)
    ) {
      this.#layers = layers;
      return true;
    }
    // a date before a number looks like a log's
    const at = this.#expected.get(own.context.host) ?? 0;
    if (own.context.expects[at]?.is === "line" && this.#answer(own, bare, number)) return true;
    const form = formOf(bare, `${own.context.command ?? ""} ${own.path ?? ""}`);
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
    if (!this.#frame(peeled, own, bare, number, layers)) return false;
    if (layers.length > 0) this.#layers = layers;
    return true;
  }

  /** The head of a table of samples, or of promtool's list of them, and what stands in such a list. */
  #samples(bare: string, number: number): boolean {
    const table = SeriesTable.of(bare, this.#about) ?? JournalRecord.of(bare);
    if (table !== null) this.#table = { of: table, number };
    const series = promtoolSeries(bare);
    if (table !== null || series !== null) {
      this.#series = series;
      return true;
    }
    const listed = this.#series === null ? null : promtoolSample(this.#series, bare);
    return listed !== null && this.#respelt(listed, number);
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

  #samePlace(open: Open, own: Own): boolean {
    return (
      open.head.context.host === own.context.host &&
      open.head.context.namespace === own.context.namespace &&
      (own.path === null || own.path === open.head.path || open.head.path === null)
    );
  }

  /** The context, with what a prefix of the line itself says. */
  #placed({ host, namespace, path, time: said }: Peeled): Own {
    const time = said === undefined ? null : dateOf(said);
    const context =
      host === undefined && namespace === undefined && time === null
        ? this.#context
        : {
            ...this.#context,
            host: host ?? this.#context.host,
            namespace: namespace ?? this.#context.namespace,
            time: time ?? this.#context.time,
          };
    return { context, path: path ?? this.#path, isDated: time !== null };
  }

  #goesOn(open: Open, own: Own, text: string, bare: string, number: number): boolean {
    if (open.source === "metrics") {
      if (!METRIC_LINE.test(bare)) return false;
      const { head, layers } = open;
      if (!takeSample(open, bare, number, this.#to))
        this.#beginMetrics(
          { ...own, context: head.context, path: head.path },
          bare,
          number,
          layers,
        );
      return true;
    }
    const { form } = open;
    if (form === null) return false;
    if (open.source === "nft-ruleset") {
      if (open.depth === 0 && formOf(bare)?.source !== "nft-ruleset") return false;
      this.#rule(open, text, bare, number);
      return true;
    }
    const mine = LINE_FORMS.some((one) => one.source === open.source && one.begins.test(bare));
    if (!mine && !form.goesOn?.test(bare) && !this.#wraps(open, text, bare)) return false;
    // what goes on here may as well begin another source, and does where it shows it
    const other = mine ? null : formOf(bare);
    if (other !== null && other.source !== open.source) return false;
    if (form.again?.test(bare)) return false;
    if (open.source === "sysctl") {
      const key = keyOfSetting(bare);
      // a value of several lines repeats its name; a counter's is asked for again and again
      const isMore = key === open.last && !key.startsWith("net");
      if (key !== "" && open.seen.has(key) && !isMore) return false;
      open.seen.add(key);
      open.last = key;
    }
    if (open.source === "conntrack-s") {
      const cpu = /^cpu=\d+/.exec(bare)?.[0];
      if (cpu !== undefined && open.seen.has(cpu)) return false;
      if (cpu !== undefined) open.seen.add(cpu);
    }
    this.#feed(open, text, bare, number);
    return true;
  }

  /** Whether a line is the rest of a log's line: of several lines, or too wide where it was pasted. */
  #wraps(open: Open, text: string, bare: string): boolean {
    if (open.source === "conntrack-table") return GOES_ON_IN_ROW.test(bare);
    if (open.source === "kube-proxy-log") return /^(?:\t| >)/.test(text);
    return (
      open.source === "kernel-log" &&
      (/^(?:dropping packet|packet\.?$|full, |table full|suppressed)/.test(bare) ||
        /^(?:full|callbacks|overflow)\b/.test(bare))
    );
  }

  #rule(open: Open, text: string, bare: string, number: number): void {
    open.sink!.line(text, number);
    const depth = open.depth + (bare.endsWith("{") ? 1 : 0) - (bare === "}" ? 1 : 0);
    open.depth = Math.max(0, depth);
  }

  #feed(open: Open, text: string, bare: string, number: number): void {
    if (open.source === "conntrack-table" && !/^</.test(bare)) {
      this.#row(open, bare, number);
      return;
    }
    if (open.source !== "kernel-log" || open.isKernel) {
      open.sink!.line(open.source === "kube-proxy-config" ? text : bare, number);
      return;
    }
    // another program's log is no kernel log, however alike: it is one once the kernel speaks in it
    open.held.push({ text: bare, number });
    if (isKernelLine(bare)) this.#isTheKernel(open);
    else if (open.held.length > MOST_HELD) open.held.splice(1, 1);
  }

  /** A row is held until it is seen that the next line is none of its. */
  #row(open: Open, bare: string, number: number): void {
    const [held] = open.held;
    if (held !== undefined && GOES_ON_IN_ROW.test(bare) && held.text.length < MOST_HELD)
      held.text += ` ${bare}`;
    else if (!GOES_ON_IN_ROW.test(bare)) {
      this.#flushRow(open);
      open.held = [{ text: bare, number }];
    }
  }

  #flushRow(open: Open): void {
    if (open.source !== "conntrack-table") return;
    for (const { text, number } of open.held) open.sink!.line(text, number);
    open.held = [];
  }

  #isTheKernel(open: Open): void {
    open.isKernel = true;
    open.sink = this.#to.open(open.head);
    for (const { text, number } of open.held) open.sink.line(text, number);
    open.held = [];
  }

  #begin(
    form: LineForm,
    own: Own,
    text: string,
    bare: string,
    number: number,
    layers: readonly number[],
  ): void {
    this.#close();
    const head: SectionHead = { source: form.source, ...placeOf(own), line: number, elided: false };
    const isLog = form.source === "kernel-log";
    const open = newOpen(form.source, form, head, isLog ? null : this.#to.open(head), layers);
    this.#open = open;
    if (form.source === "nft-ruleset") {
      this.#rule(open, text, bare, number);
      return;
    }
    if (form.source === "sysctl") {
      open.last = keyOfSetting(bare);
      open.seen.add(open.last);
    }
    if (form.source === "conntrack-s") open.seen.add(/^cpu=\d+/.exec(bare)?.[0] ?? "");
    this.#feed(open, text, bare, number);
  }

  #beginMetrics(own: Own, bare: string, number: number, layers: readonly number[]): void {
    this.#close();
    const head: SectionHead = {
      source: "kube-proxy-metrics",
      ...placeOf(own),
      line: number,
      elided: false,
    };
    this.#open = newOpen("metrics", null, head, null, layers);
    takeSample(this.#open, bare, number, this.#to);
  }

  /** What stands between outputs: prompts, titles, dates, refusals, bare values that were asked for. */
  #frame(
    peeled: Peeled,
    own: Own,
    bare: string,
    number: number,
    layers: readonly number[],
  ): boolean {
    // a file that asks for settings explains itself in comments, unless commands stood behind a bare # before
    const isComment = this.#context.configured && !this.#isHash && /^[#;]/.test(bare);
    const prompt = isComment ? null : readPrompt(bare);
    if (prompt !== null) {
      this.#isHash = bare.startsWith("#");
      this.#layers = layers;
      this.#closeAll();
      this.#prompted(prompt.host ?? peeled.host ?? null, prompt.command);
      const asked = wishes(prompt.command);
      if (asked !== null) this.#respelt(asked, number);
      return true;
    }
    const trailer = TRAILER.exec(bare);
    if (trailer !== null) {
      // without what stands before it
      const said = bare.slice(trailer.index);
      if (this.#open?.source === "conntrack-table") {
        this.#flushRow(this.#open);
        this.#open.sink!.line(said, number);
      } else this.#pending(own, said, number);
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
    if (this.#answer(own, bare, number)) return true;
    const title = readTitle(bare);
    const isNote = this.#context.configured && /^[#;]/.test(bare);
    if (title !== null && !(isNote && title.host !== undefined)) {
      this.#closeAll();
      this.#layers = layers;
      this.#titled(title);
      return true;
    }
    if (isNote) return true;
    if (isNoise(bare) || isEmptyPrompt(bare)) return this.#noise(bare);
    const asked = wishes(bare);
    return asked !== null && this.#respelt(asked, number);
  }

  #noise(bare: string): boolean {
    if (isElision(bare) && this.#open !== null) this.#open.head.elided = true;
    return true;
  }

  /** A trailer that stands before its rows, as standard error does in a copy of both. */
  #pending(own: Own, bare: string, number: number): void {
    this.#close();
    const form = LINE_FORMS[0]!;
    this.#begin(form, own, bare, bare, number, []);
  }

  #prompted(host: string | null, command: string): void {
    const { remote, isRemote, ...hints } = readCommand(command);
    const local = host ?? this.#context.host;
    this.#isRemote = isRemote;
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
    this.#expected.clear();
    this.#path = null;
  }

  #titled(title: ReturnType<typeof readTitle> & object): void {
    const { host = null, command, path, time } = title;
    if (command !== undefined) this.#prompted(host, command);
    else if (path !== undefined) {
      this.#context = {
        ...this.#context,
        expects: expectsOf(path),
        configured: isConfigured(path),
      };
      this.#expected.clear();
      this.#path = path;
    } else if (host !== null && (this.#isRemote || host !== this.#context.host)) {
      // of a command that runs on many machines each answers under its name
      const asked = this.#isRemote
        ? { ...this.#context, namespace: this.#base.namespace }
        : this.#base;
      this.#context = { ...asked, host, time: this.#context.time };
      this.#expected.delete(host);
    }
    const at = time === undefined ? null : dateOf(time);
    if (at !== null) this.#context = { ...this.#context, time: at };
  }

  /** A value that stands alone, because the command before it prints just that. */
  #answer(own: Own, bare: string, number: number): boolean {
    const { host } = own.context;
    const at = this.#expected.get(host) ?? 0;
    const expected = own.context.expects[at];
    const answer = expected === undefined ? null : answerTo(expected, bare);
    if (answer === null) return false;
    this.#close();
    if (answer.isUnread) this.#to.unread(bare, number);
    const time = answer.time ?? own.context.time;
    for (const { source, text } of answer.lines) {
      const context = { ...own.context, time };
      const sink = this.#to.open({ source, context, path: own.path, line: number, elided: false });
      sink.line(text, number);
      sink.end();
    }
    this.#context = { ...this.#context, time: answer.time ?? this.#context.time };
    if (answer.host !== undefined) this.#context = { ...this.#context, host: answer.host };
    const isLast = at + 1 >= own.context.expects.length;
    this.#expected.set(host, isLast && (own.context.repeats || own.isDated) ? 0 : at + 1);
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
      this.#flushRow(this.#open);
      this.#open.sink!.line(bare, number);
      return;
    }
    // "add this to /etc/sysctl.conf:" is said of what follows, up to the next such line or prompt
    const configured = NAMES_FILE.test(bare) || this.#base.configured;
    if (configured !== this.#context.configured) {
      this.#close();
      this.#context = { ...this.#context, configured };
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
    endScrapes(open, this.#to);
    this.#flushRow(open);
    if (open.source === "kernel-log")
      for (const { text, number } of open.held) this.#to.unread(text, number);
    open.sink?.end();
  }
}

const placeOf = ({ context, path }: Own) => ({ context, path });

/** What parts the lines of a web page, or stands around them. */
const TAG = /<\/?(?:br|pre|p|div|tr|td|li|code|span|body|html)\b[^<>]{0,200}>/i;

/** Prose that ends with the name of a file which asks for settings. */
const NAMES_FILE = /(?:^|[\s`'"(])\/etc\/sysctl\.(?:conf|d\/[\w.-]{1,100})[`'")]{0,2}\s?[:.]?$/;

const TRAILER =
  /c?onntrack v[\d.]{3,12} \(conntrack-tools\): \d{1,15} (?:flow (?:entries|events)|expectations) have been shown/;

/** Whether a title names a command or a file: a machine's name alone may be any word. */
const isNamed = (title: ReturnType<typeof readTitle>): boolean =>
  title?.command !== undefined || title?.path !== undefined;

const readPromptIf = (bare: string): boolean => bare.startsWith("[") && readPrompt(bare) !== null;
