import { once } from "node:events";
import fs from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const pages: Record<string, string> = {
  "/": "home.html",
  "/p/rain-jacket": "product.html",
  "/p/rain-jacket/sizes": "product.html",
  "/checkout": "checkout.html",
  "/thanks": "thanks.html",
};

/** What the tracker sends, as far as tests look at it. */
export type Message = {
  type: string;
  event?: string;
  messageId: string;
  anonymousId?: string;
  userId?: string;
  properties: Record<string, unknown>;
  context: { page: Record<string, string>; cookieless?: boolean; internal?: boolean };
};

type Answer = { status: number; headers?: Record<string, string>; body?: string };
type Request = { path: string; body: string };

type ShopOptions = {
  /** Where the app runs. */
  app: string;
  key: string;
  /** More attributes of the script. */
  attributes?: string;
  /** What stands in the page before the script. */
  before?: string;
  /** Another shop that this one links to. */
  other?: string;
  /** Two names of this computer are two sites. */
  host?: "localhost" | "127.0.0.1";
  /** Stands in for the app where it answers anything. */
  standIn?: (request: Request) => Answer | undefined;
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const askApp = async (app: string, request: IncomingMessage, body: string): Promise<Answer> => {
  const { method = "GET", url, headers } = request;
  const response = await fetch(new URL(url ?? "", app), {
    method,
    headers: { "user-agent": headers["user-agent"] ?? "", "content-type": headers["content-type"] ?? "" },
    ...(method === "POST" ? { body } : {}),
  });
  const type = response.headers.get("content-type") ?? "text/plain";
  return { status: response.status, headers: { "content-type": type }, body: await response.text() };
};

/**
 * A shop of four pages on a site of its own. The tracker reaches the app through the shop's own server, as owners of
 * sites may set it up, so a test can see what was sent: `messages` are the events that the app took, as they came.
 */
export const openShop = async (options: ShopOptions) => {
  const { app, key, attributes = "", before = "", other = "", host = "localhost", standIn } = options;
  const messages: Message[] = [];
  const refused: Request[] = [];

  const script = `${before}<script defer src="/t.js" data-key="${key}" ${attributes}></script>`;
  const pageOf = (file: string): string =>
    fs
      .readFileSync(path.join(import.meta.dirname, file), "utf8")
      .replace("<!-- tracker -->", script)
      .replace("{{other}}", other);

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname } = new URL(request.url ?? "/", "http://shop");
    const page = pages[pathname];
    if (page) return { status: 200, headers: { "content-type": "text/html" }, body: pageOf(page) };
    if (!/^\/(v1\/|t(-[a-z]+)?\.js$)/.test(pathname)) return { status: 404 };
    const asked = { path: pathname, body: await readBody(request) };
    const given = standIn?.(asked) ?? (await askApp(app, request, asked.body));
    if (given.status !== 200) refused.push(asked);
    else if (pathname === "/v1/batch") messages.push(...JSON.parse(asked.body).batch);
    return given;
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { status, headers, body } = await answer(request);
      response.writeHead(status, headers).end(body);
    } catch {
      response.destroy();
    }
  };

  const server = createServer((request, response) => void respond(request, response));
  server.listen(0);
  await once(server, "listening");
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    messages,
    refused,
    /** The properties of all events of this name. */
    propertiesOf: (event: string) =>
      messages.filter((message) => message.event === event).map(({ properties }) => properties),
    /** The names of all events; a view is its path. */
    story: (): string[] =>
      messages.map(({ type, event, context }) => (type === "page" ? context.page.path : event) ?? type),
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};

export type Shop = Awaited<ReturnType<typeof openShop>>;
