import { request as connect, createServer } from "node:http";
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

type Sent = { method: string; headers: Headers; body: Uint8Array | null };
type Received = { status: number; headers: Headers; text: string };

const asBytes = (body: unknown): Uint8Array => {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === "string" ? body : (JSON.stringify(body) ?? ""));
};

/** Not `fetch`, which keeps a host of its own. */
const overTheWire = (port: number, path: string, { method, headers, body }: Sent): Promise<Received> =>
  new Promise((resolve, reject) => {
    const options = { port, path, method, headers: Object.fromEntries(headers), agent: false };
    const asked = connect({ host: "127.0.0.1", ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("error", reject).on("end", () => {
        const received = new Headers();
        for (const [name, values] of Object.entries(response.headersDistinct))
          for (const value of values ?? []) received.append(name, value);
        resolve({ status: response.statusCode ?? 0, headers: received, text });
      });
    });
    asked.on("error", reject).end(body ?? undefined);
  });

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

const inNext = async (path: string, { method, headers, body }: Sent): Promise<Received> => {
  const sent = body === null ? null : new Uint8Array(body);
  const request = new Request(`http://localhost${path}`, { method, headers, body: sent });
  const route = method === "OPTIONS" ? OPTIONS : method === "GET" ? GET : POST;
  const response = await route(request);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

export const givenIngestionServer = async (mount: Mount = "node:http"): Promise<IngestionServer> => {
  const port = mount === "node:http" ? await listen() : 0;
  const send = async (path: string, sent: Sent): Promise<Answer> => {
    const { status, headers, text } = await (mount === "Next"
      ? inNext(path, sent)
      : overTheWire(port, path, sent));
    const isJson = headers.get("content-type")?.startsWith("application/json") && text !== "";
    return { status, headers, body: isJson ? JSON.parse(text) : text || undefined };
  };
  return {
    port,
    get: (path, headers = {}) => send(path, { method: "GET", headers: new Headers(headers), body: null }),
    post: (path, body, { key, headers = {}, method = "POST" } = {}) => {
      const sent = new Headers(headers);
      if (key !== undefined) sent.set("authorization", `Bearer ${key}`);
      return send(path, { method, headers: sent, body: method === "POST" ? asBytes(body) : null });
    },
  };
};

/** Both mounts, for guarantees that must hold on each. */
export const givenBothMounts = async (): Promise<[Mount, IngestionServer][]> => [
  ["node:http", await givenIngestionServer()],
  ["Next", await givenIngestionServer("Next")],
];
