import { type Profiler, Session } from "node:inspector";

/** Characters of one file of src/ as it runs, and which of them have. */
interface Script {
  ran: Uint8Array;
}

/**
 * What of src/ has run, by V8's precise coverage, which knows the blocks within a function. It is asked for what ran
 * since it was last asked, which takes some 30 ms.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #scripts = new Map<string, Script>();
  readonly #folder: string;

  /** Begins before what is to be covered is loaded. `folder` is the address of src/. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#session.connect();
    this.#post("Profiler.enable");
    this.#post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** Notes what has run since; answers how many characters had not before. */
  take(): number {
    return this.#since(true);
  }

  /** The same, and notes nothing. */
  look(): number {
    return this.#since(false);
  }

  #since(note: boolean): number {
    const { result } = this.#post(
      "Profiler.takePreciseCoverage",
    ) as Profiler.TakePreciseCoverageReturnType;
    return result
      .filter(({ url }) => url.startsWith(this.#folder))
      .reduce((sum, script) => sum + this.#fresh(script, note), 0);
  }

  /** Characters that have run, and all, of the files that were loaded, by their paths below src/. */
  files(): [path: string, ran: number, all: number][] {
    return [...this.#scripts].map(([url, { ran }]) => [
      url.slice(this.#folder.length),
      ran.reduce((sum, one) => sum + one, 0),
      ran.length,
    ]);
  }

  #fresh({ url, functions }: Profiler.ScriptCoverage, note: boolean): number {
    const ranges = functions.flatMap((one) => one.ranges);
    // a range lies within another or beside it, and the innermost one says what ran
    ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
    const length = Math.max(...ranges.map(({ endOffset }) => endOffset));
    const now = new Uint8Array(length);
    for (const { startOffset, endOffset, count } of ranges)
      now.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    let script = this.#scripts.get(url);
    if (script === undefined || script.ran.length < length) {
      const ran = new Uint8Array(length);
      ran.set(script?.ran ?? []);
      script = { ran };
      this.#scripts.set(url, script);
    }
    const { ran } = script;
    let fresh = 0;
    for (let p = 0; p < length; p++)
      if (now[p]! > ran[p]!) {
        if (note) ran[p] = 1;
        fresh++;
      }
    return fresh;
  }

  #post(method: string, parameters?: object): unknown {
    let answer: unknown;
    // of one's own thread it answers at once
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }
}
