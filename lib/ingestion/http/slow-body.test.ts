import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished, vi } from "vitest";
import { POST } from "@/app/v1/[...path]/route";
import { givenIngestionServer } from "@/db/testing/given-ingestion-server";

const { port } = await givenIngestionServer();

/** Lets ten seconds pass once somebody waits for them. */
const passTenSeconds = async (): Promise<void> => {
  while (vi.getTimerCount() === 0) await new Promise((soon) => setImmediate(soon));
  vi.advanceTimersByTime(10_000);
};

const holdTimers = (): void => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
};

it.each([
  ["/v1/track", 408],
  ["/e/", 503],
])(
  "a body that does not arrive at %s is %i after ten seconds, and ends the connection",
  async (path, status) => {
    holdTimers();
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"event":`);
    await passTenSeconds();
    const answer = await text(socket);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toMatch(/retry-after: \d/i);
    expect(answer).toContain('"code":"timeout"');
  },
);

it("inside Next as well", async () => {
  holdTimers();
  let isLetGo = false;
  const body = new ReadableStream({
    start: (stream) => stream.enqueue(new TextEncoder().encode('{"event":')),
    cancel: () => {
      isLetGo = true;
    },
  });
  const streamed: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  const answer = POST(new Request("http://localhost/v1/track", streamed));
  await passTenSeconds();
  expect((await answer).status).toBe(408);
  expect(isLetGo).toBe(true);
});

it("a sender who gives up on the way harms nobody", async () => {
  const silence = vi.spyOn(console, "error");
  onTestFinished(() => silence.mockRestore());
  const socket = connect(port, "127.0.0.1");
  socket.write("POST /v1/track HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{");
  socket.end();
  await text(socket);
  const next = connect(port, "127.0.0.1");
  next.end("POST /m HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  expect(await text(next)).toContain("HTTP/1.1 200 ");
  expect(silence).not.toHaveBeenCalled();
});

it("bodies that arrive together never fill the memory: the next one is told to come again", async () => {
  const begun = `POST /v1/track HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${5 * 1024 * 1024}\r\n\r\n`;
  const part = Buffer.alloc(4 * 1024 * 1024, " ");
  const sockets = Array.from({ length: 40 }, () => connect(port, "127.0.0.1"));
  for (const socket of sockets) socket.on("error", () => {}).write(Buffer.concat([Buffer.from(begun), part]));
  const first = await Promise.race(sockets.map(text));
  expect(first).toContain("HTTP/1.1 503 ");
  expect(first).toMatch(/retry-after: \d/i);
  for (const socket of sockets) socket.destroy();
  await vi.waitFor(async () => {
    const next = connect(port, "127.0.0.1");
    next.end(`${begun.replace(/length: \d+/, "length: 2\r\nconnection: close")}{}`);
    expect(await text(next)).toContain("HTTP/1.1 401 ");
  });
});
