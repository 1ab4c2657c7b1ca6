import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { securityHeaders } from "./security-headers";
import { serveReports } from "./serve-reports";

const pack = promisify(gzip);

const address = /^\/api\/v1\/reports\/([a-z-]+)(?:\?.*)?$/;
/** Questions are short; what is longer, or does not say how long it is, Next reads piece by piece. */
const mostBytes = 65_536;
const smallestPacked = 1024;

/** The name of the report that is asked for, if it is asked as programs do: a short body, and one answer. */
const reportAsked = ({ method, url, headers }: IncomingMessage): string | undefined => {
  if (method !== "POST" || /\btext\/event-stream\b/i.test(headers.accept ?? "")) return undefined;
  // A length that is no number is not below.
  return Number(headers["content-length"]) <= mostBytes ? address.exec(url ?? "")?.[1] : undefined;
};

/** `null` when the sender went away. */
const readBody = (incoming: IncomingMessage): Promise<Buffer | null> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => resolve(Buffer.concat(chunks)));
    incoming.on("close", () => resolve(null));
    // What follows is "close"; without a listener the process would end.
    incoming.on("error", () => {});
  });

const headersOf = ({ rawHeaders }: IncomingMessage): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    pairs.push([rawHeaders[i] ?? "", rawHeaders[i + 1] ?? ""]);
  return pairs;
};

const respond = async (incoming: IncomingMessage, outgoing: ServerResponse, name: string): Promise<void> => {
  const body = await readBody(incoming);
  if (body === null) return;
  const left = new AbortController();
  outgoing.once("close", () => left.abort());
  const request = new Request(`http://localhost${incoming.url}`, {
    method: "POST",
    headers: headersOf(incoming),
    body: new Uint8Array(body),
    signal: left.signal,
  });
  const response = await serveReports.POST(request, { params: Promise.resolve({ name }) });
  const plain = Buffer.from(await response.arrayBuffer());
  const isPacked =
    plain.length >= smallestPacked &&
    /\bgzip\b(?!\s*;\s*q=0)/.test(request.headers.get("accept-encoding") ?? "");
  const answer = isPacked ? await pack(plain) : plain;
  const headers = { ...securityHeaders, ...Object.fromEntries(response.headers) };
  const vary = [response.headers.get("vary"), "accept-encoding"].filter(Boolean).join(", ");
  outgoing.writeHead(response.status, {
    ...headers,
    vary,
    ...(isPacked ? { "content-encoding": "gzip" } : {}),
    "content-length": answer.length,
  });
  outgoing.end(answer);
};

/**
 * Answers a question on `node:http`, before Next sees it, which would take longer over passing it on than a small project
 * takes to be asked. True when it took the request; what it leaves, Next answers with the same handler.
 */
export const handleQuestion = (incoming: IncomingMessage, outgoing: ServerResponse): boolean => {
  const name = reportAsked(incoming);
  if (name === undefined) return false;
  respond(incoming, outgoing, name).catch((error: unknown) => {
    console.error("A question's connection failed:", error);
    outgoing.destroy();
  });
  return true;
};
