import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { GET, OPTIONS, POST } from "@/app/v1/[...path]/route";
import { handleNodeRequest } from "@/lib/ingestion/http/node-mount";

type Answer = { status: number; headers: Headers; body: unknown };
type Posted = { key?: string; headers?: Record<string, string>; method?: string };

/** Where ingestion runs: before Next on `node:http`, or as a route inside Next. */
type Mount = "node:http" | "Next";

/** Ingestion as senders meet it, until the file's tests are over. */
export type IngestionServer = {
  /** Sends `body` as JSON, bytes and texts as they are, to a path such as `/v1/batch`. */
  post(path: string, body: unknown, posted?: Posted): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Of the mount on `node:http`. */
  port: number;
};

const asBody = (body: unknown): string | Blob => {
  if (body instanceof Uint8Array) return new Blob([new Uint8Array(body)]);
  return typeof body === "string" ? body : JSON.stringify(body);
};

const listen = async (): Promise<number> => {
  const server = createServer((request, response) => {
    if (!handleNodeRequest(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

const inNext = (request: Request): Promise<Response> => {
  if (request.method === "OPTIONS") return OPTIONS(request);
  return request.method === "GET" ? GET(request) : POST(request);
};

export const givenIngestionServer = async (mount: Mount = "node:http"): Promise<IngestionServer> => {
  const port = mount === "node:http" ? await listen() : 0;
  const send = async (path: string, options: RequestInit): Promise<Answer> => {
    const request = new Request(`http://127.0.0.1:${port}${path}`, options);
    const response = mount === "node:http" ? await fetch(request) : await inNext(request);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text || undefined,
    };
  };
  return {
    port,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, { key, headers = {}, method = "POST" } = {}) => {
      const sent = new Headers(headers);
      if (key !== undefined) sent.set("authorization", `Bearer ${key}`);
      return send(path, { method, headers: sent, body: method === "POST" ? asBody(body) : undefined });
    },
  };
};

/** Both mounts, for guarantees that must hold on each. */
export const givenBothMounts = async (): Promise<[Mount, IngestionServer][]> => [
  ["node:http", await givenIngestionServer()],
  ["Next", await givenIngestionServer("Next")],
];
