/** Headers of a mail, or of a part of one, that say how its body is written. */
const ENCODING = /^Content-Transfer-Encoding: {0,8}(quoted-printable|base64)\s*$/i;
const TYPE = /^Content-Type: {0,8}([\w.+-]{1,64})\//i;
const BOUNDARY = /^--[\w'()+,./:=?-]{1,70}$/;
const BASE64 = /^[A-Za-z0-9+/]{1,998}={0,2}$/;
/** What mail programs write above the mail that is answered, which they quote below the answer. */
const QUOTES_MAIL =
  /^(?:> ?){0,8}(?:(?:On|Am|Le|El|Il|Em|Op|Den|W dniu) .{4,120} (?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|pisze)\b.{0,120}:|(?:On|Am|Le|El|Il) .{4,120} <[^<>\s]{3,80}@[^<>\s]{1,80}>|-{2,12} ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Forwarded message|Weitergeleitete Nachricht) ?-{2,12})$/;
/** Characters of one line that goes on and on. */
const MOST = 8192;

/** Undoes how mails write their bodies: `=3D` and lines broken by `=`, and texts as base64. */
export class Mail {
  #encoding: "quoted-printable" | "base64" | null = null;
  #isText = true;
  /** The blank line below the headers has come. */
  #isBody = false;
  #held = "";
  readonly #decoder = new TextDecoder();

  /** Whether lines are not what they say. */
  get isEncoded(): boolean {
    return this.#isBody;
  }

  /** The lines that a line of the file stands for; none as long as it goes on. */
  take(raw: string): readonly string[] {
    if (!this.#isBody) return this.#header(raw);
    if (BOUNDARY.test(raw.trimEnd())) return [...this.end(), raw];
    if (this.#encoding === "base64") return this.#block(raw.trim());
    const text = raw.replace(/[ \t\r]{0,80}$/, "");
    const isBroken = text.endsWith("=") && this.#held.length < MOST;
    this.#held += isBroken ? text.slice(0, -1) : text;
    return isBroken ? [] : [this.#release(unquoted(this.#held))];
  }

  /** What is left of the body, which ends. */
  end(): readonly string[] {
    const rest = this.#held === "" ? [] : [this.#release(this.#held)];
    this.#encoding = null;
    this.#isText = true;
    this.#isBody = false;
    return rest;
  }

  #header(raw: string): readonly string[] {
    const encoding = ENCODING.exec(raw)?.[1]?.toLowerCase();
    if (encoding !== undefined) this.#encoding = encoding as "quoted-printable" | "base64";
    const type = TYPE.exec(raw)?.[1]?.toLowerCase();
    if (type !== undefined) this.#isText = type === "text";
    this.#isBody = raw.trim() === "" && this.#encoding !== null && this.#isText;
    return [raw];
  }

  #block(line: string): readonly string[] {
    if (line === "") return [];
    if (!BASE64.test(line) || line.length % 4 !== 0) return [...this.end(), line];
    const bytes = Uint8Array.from(atob(line), (one) => one.charCodeAt(0));
    const lines = (this.#held + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#held = lines.pop()!.slice(0, MOST);
    return lines;
  }

  #release(text: string): string {
    this.#held = "";
    return text;
  }
}

/** `=3D` and the like, as the bytes of UTF-8 that they are. */
const unquoted = (text: string): string =>
  text.replace(/(?:=[0-9A-F]{2})+/g, (codes) =>
    new TextDecoder().decode(
      Uint8Array.from(codes.match(/[0-9A-F]{2}/g)!, (one) => Number.parseInt(one, 16)),
    ),
  );

export const quotesMail = (prose: string): boolean => QUOTES_MAIL.test(prose);
