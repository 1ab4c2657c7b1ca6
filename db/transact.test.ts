import { expect, it, vi } from "vitest";
import { transact } from "./transact";

const fatal = Object.assign(new Error("terminating connection"), { severity: "FATAL", code: "57P01" });

it("begins a second time when a connection answers BEGIN with the last words of the one before", async () => {
  const begin = vi.fn(async (body: (tx: string) => Promise<string>) => await body("tx"));
  begin.mockRejectedValueOnce(fatal);
  expect(await transact(begin, async (tx) => tx)).toBe("tx");
  expect(begin).toHaveBeenCalledTimes(2);
});

it("never runs a body twice", async () => {
  const body = vi.fn(async () => "done");
  const begin = async (run: (tx: string) => Promise<string>) => {
    await run("tx");
    throw fatal;
  };
  await expect(transact(begin, body)).rejects.toBe(fatal);
  expect(body).toHaveBeenCalledTimes(1);
});

it("hands over a loss that was not this connection's, such as that of a transaction inside", async () => {
  const inner = Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" });
  vi.useFakeTimers();
  const outcome = transact<string, string>(
    (run) => run("tx"),
    async () => {
      throw new Error("Failed query", { cause: inner });
    },
  ).catch((error: Error) => error.message);
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(await outcome).toBe("Failed query");
});
