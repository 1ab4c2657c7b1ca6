import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { listen } from "./listen";

const first = createServer();

afterEach(() => first.close());

it("says which port is in use and how to choose another", async () => {
  first.listen(0);
  await once(first, "listening");
  const { port } = first.address() as AddressInfo;
  await expect(listen(createServer(), port)).rejects.toMatchObject({
    code: "unavailable",
    message: `Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`,
  });
});

it("refuses what is not a port", async () => {
  await expect(listen(createServer(), Number.NaN)).rejects.toMatchObject({
    message: "PORT is not a port number. Try: PORT=3000 npm start",
  });
});
