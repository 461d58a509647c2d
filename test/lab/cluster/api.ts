/** The one client of the API server that is no part of Kubernetes: it lives in the server's namespace. */
import { Agent, request } from "node:https";
import { reside } from "../resident.ts";
import { API_PORT, type Change, TOKEN } from "./objects.ts";

/** The server makes its own certificate, and is on loopback. */
const agent = new Agent({ keepAlive: true, maxSockets: 16, rejectUnauthorized: false });

const PATIENCE_MS = 60_000;

function call({ method, path, body }: Change | { method: "GET"; path: string; body?: undefined }) {
  return new Promise<string>((resolve, reject) => {
    const sent = request(
      {
        ...{ agent, method, path, host: "127.0.0.1", port: API_PORT, timeout: PATIENCE_MS },
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString();
          const isFine = (response.statusCode ?? 500) < 300;
          if (isFine) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`));
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`${path}: no answer`)));
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const api = {
  ready: () =>
    call({ method: "GET", path: "/readyz" }).then(
      () => true,
      () => false,
    ),
  /** Makes all changes at once, in no order. */
  apply: (changes: readonly Change[]) => Promise.all(changes.map(call)).then(() => undefined),
};

export type ClusterApi = typeof api;

reside(api);
