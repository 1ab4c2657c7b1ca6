import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** An answer a server may give, or what the network may do instead. */
export type Situation = { status: number; retryAfter?: string } | "reset";

/** A stand-in for the app: each sender's requests get the situation once, then 200. Counts requests by sender. */
export const openStandIn = async (
  situationOf: (sender: string) => Situation,
  senderOf: (authorization: string, body: string) => string,
) => {
  const requests = new Map<string, number>();
  const server = createServer(async (request, response) => {
    // A redirect is followed without the body.
    if (request.method !== "POST") return response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const body = String(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
    const sender = senderOf(request.headers.authorization ?? "", body);
    const before = requests.get(sender) ?? 0;
    requests.set(sender, before + 1);
    const situation = before === 0 ? situationOf(sender) : { status: 200 };
    if (situation === "reset") return request.socket.destroy();
    const { status, retryAfter } = situation;
    response.writeHead(status, {
      "content-type": "application/json",
      ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
      ...(status === 302 ? { location: "/elsewhere" } : {}),
    });
    response.end(status === 204 ? undefined : "{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
