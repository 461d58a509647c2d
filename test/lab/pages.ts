/** Serves texts under ports of a lab node's own loopback: what programs answer that no lab has. */
import { createServer } from "node:http";
import { reside } from "./resident.ts";

const pagesApi = {
  /** Every path of `port` is answered by `text`. */
  serve: (port: number, text: string): Promise<void> =>
    new Promise((resolve) => {
      createServer((_, response) => response.end(text)).listen(port, "127.0.0.1", resolve);
    }),
};

export type PagesApi = typeof pagesApi;

reside(pagesApi);
