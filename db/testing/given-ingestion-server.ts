import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { handleNodeRequest } from "@/lib/ingestion/http/node-mount";

type Answer = { status: number; headers: Headers; body: unknown };
type Posted = { key?: string; headers?: Record<string, string>; method?: string };

/** Ingestion as senders meet it: over HTTP, on a port of its own, until the file's tests are over. */
export type IngestionServer = {
  /** Sends `body` as JSON, bytes and texts as they are, to a path such as `/v1/batch`. */
  post(path: string, body: unknown, posted?: Posted): Promise<Answer>;
};

const asBody = (body: unknown): string | Blob => {
  if (body instanceof Uint8Array) return new Blob([new Uint8Array(body)]);
  return typeof body === "string" ? body : JSON.stringify(body);
};

export const givenIngestionServer = async (): Promise<IngestionServer> => {
  const server = createServer((request, response) => {
    if (!handleNodeRequest(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    post: async (path, body, { key, headers = {}, method = "POST" } = {}) => {
      const sent = new Headers(headers);
      if (key !== undefined) sent.set("authorization", `Bearer ${key}`);
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: sent,
        body: method === "POST" ? asBody(body) : undefined,
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? undefined : JSON.parse(text),
      };
    },
  };
};
