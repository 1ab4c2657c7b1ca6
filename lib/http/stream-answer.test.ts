import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { streamAnswer, wantsEvents } from "./stream-answer";

const asking = (headers: Record<string, string> = { accept: "text/event-stream" }): Request =>
  new Request("https://tributary.example/api/v1/reports/insights", { headers });

/** The events of a stream, by name. */
const eventsOf = async (response: Response): Promise<[string, unknown][]> =>
  (await response.text())
    .split("\n\n")
    .filter(Boolean)
    .map((text) => {
      const [, name = "", data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(text) ?? [];
      return [name, JSON.parse(data)];
    });

describe("an answer that is streamed", () => {
  it("tells how far it is, then the answer", async () => {
    const response = await streamAnswer(asking(), async ({ onProgress }) => {
      onProgress(0.25);
      onProgress(0.66666);
      return { visitors: 3 };
    });
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-store, no-transform",
      "content-type": "text/event-stream; charset=utf-8",
      vary: "accept",
      "x-accel-buffering": "no",
    });
    expect(await eventsOf(response)).toEqual([
      ["progress", { done: 0.25 }],
      ["progress", { done: 0.667 }],
      ["answer", { visitors: 3 }],
    ]);
  });

  it("throws what is wrong before it has begun, so that the status says so", async () => {
    const refused = streamAnswer(asking(), async () => {
      throw new AppError("invalid", "There is no goal with the key nothing.", "goal");
    });
    await expect(refused).rejects.toMatchObject({ code: "invalid", path: "goal" });
  });

  it("ends with the error when it fails on the way", async () => {
    const response = await streamAnswer(asking(), async ({ onProgress }) => {
      onProgress(0.5);
      await Promise.resolve();
      throw new AppError("timeout", "The answer takes too long.");
    });
    expect(await eventsOf(response)).toEqual([
      ["progress", { done: 0.5 }],
      [
        "error",
        { error: { code: "timeout", message: "The answer takes too long.", requestId: expect.any(String) } },
      ],
    ]);
  });

  it("stops the work when the reader goes away", async () => {
    let stopped = (): void => {};
    const isStopped = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const response = await streamAnswer(asking(), ({ signal, onProgress }) => {
      onProgress(0.1);
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          stopped();
          reject(new AppError("timeout", "Nobody waits."));
        });
      });
    });
    await response.body?.cancel();
    await isStopped;
  });

  it("ends for a request that was given up, though its body is still read", async () => {
    const gone = new AbortController();
    const request = new Request(asking(), { signal: gone.signal });
    const response = await streamAnswer(request, ({ signal, onProgress }) => {
      onProgress(0.1);
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new AppError("timeout", "Nobody waits.")));
      });
    });
    gone.abort();
    expect((await eventsOf(response)).map(([name]) => name)).toEqual(["progress", "error"]);
  });

  it("is for those who ask for it", () => {
    expect(wantsEvents(asking())).toBe(true);
    expect(wantsEvents(asking({ accept: "application/json" }))).toBe(false);
    expect(wantsEvents(asking({}))).toBe(false);
  });
});
