import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRequestsInFlight } from "./requests-in-flight";

const requests = createRequestsInFlight();
const server = createServer((_req, res) => requests.add(res));
let url: string;

beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const nextResponse = async (): Promise<ServerResponse> => (await once(server, "request"))[1];

it("waits for an answer that is on its way", async () => {
  const answered = fetch(url);
  const res = await nextResponse();
  const order: string[] = [];
  const settled = requests.settled(60_000).then(() => order.push("settled"));
  order.push("answering");
  res.end("done");
  expect(await (await answered).text()).toBe("done");
  await settled;
  expect(order).toEqual(["answering", "settled"]);
});

it("gives up on an answer that never ends", async () => {
  const answered = fetch(url).catch(() => "cut off");
  await nextResponse();
  await requests.settled(1);
  server.closeAllConnections();
  expect(await answered).toBe("cut off");
});

it("has nothing to wait for when nobody asks", async () => {
  await expect(requests.settled(60_000)).resolves.toBeUndefined();
});
