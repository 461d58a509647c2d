/** Our types are those of Node alone, which do not name WebAssembly. `--jitless` takes it away. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly?: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
};

const compiled = new Map<string, object>();

/** What an instance of its own of a module in base64 exports, or null where WebAssembly is not to be had. */
export function exportsOf<Code>(base64: string): Code | null {
  if (WebAssembly === undefined) return null;
  try {
    let module = compiled.get(base64);
    if (module === undefined) {
      module = new WebAssembly.Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
      compiled.set(base64, module);
    }
    return new WebAssembly.Instance(module).exports as Code;
  } catch (error) {
    // its memory takes gigabytes of addresses, which a limit (ulimit -v) may refuse
    if (error instanceof RangeError) return null;
    throw error;
  }
}
