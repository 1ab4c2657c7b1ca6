import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What goes wrong with a request: an overload, a limit, or the answer gets lost after the app has stored the events. */
type Trouble = 503 | 429 | "lost";

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

const forward = (target: URL, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: target.hostname, port: target.port, method, path: url, headers };
    const sent = send(options, (answer) => {
      buffer(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }),
        reject,
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });

/** As the app itself refuses: a page on another site may see when to try again. */
const refusal = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "retry-after",
  "retry-after": "1",
};

/**
 * A proxy in front of the app that makes trouble: each POST meets the next one of the list, later ones none. `outcomes`
 * says what became of each POST: the status that came back, or that it was lost.
 */
export const openProxy = async (app: string, troubles: readonly Trouble[]) => {
  const waiting = [...troubles];
  const outcomes: (number | "lost")[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const trouble = request.method === "POST" ? waiting.shift() : undefined;
    if (trouble === 503 || trouble === 429) {
      outcomes.push(trouble);
      response.writeHead(trouble, refusal).end();
      return;
    }
    const answer = await forward(new URL(app), request, body);
    if (request.method === "POST") outcomes.push(trouble ?? answer.status);
    if (trouble === "lost") request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    outcomes,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
