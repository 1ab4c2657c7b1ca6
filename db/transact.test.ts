import { expect, it, onTestFinished, vi } from "vitest";
import { execute, transact } from "./transact";

const fatal = Object.assign(new Error("terminating connection"), { severity: "FATAL", code: "57P01" });
const closed = Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" });

const useFakeTimers = (): void => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
};

it("begins a second time when a connection answers BEGIN with the last words of the one before", async () => {
  const begin = vi.fn(async (body: (tx: string) => Promise<string>) => await body("tx"));
  begin.mockRejectedValueOnce(fatal);
  expect(await transact(begin, async (tx) => tx)).toBe("tx");
  expect(begin).toHaveBeenCalledTimes(2);
});

it("runs a single statement again when it is answered with such last words, and for no other reason", async () => {
  const refused = Object.assign(new Error("refused"), { severity: "ERROR", code: "23505" });
  const run = vi.fn(async () => "done");
  run.mockRejectedValueOnce(fatal);
  expect(await execute(run)).toBe("done");
  run.mockRejectedValueOnce(refused);
  await expect(execute(run)).rejects.toBe(refused);
  run.mockRejectedValueOnce(closed);
  await expect(execute(run)).rejects.toBe(closed);
  expect(run).toHaveBeenCalledTimes(4);
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

it.each(["before", "after"])(
  "never lets a body fail on a connection that is lost, be it %s the driver has said so",
  async (order) => {
    useFakeTimers();
    let bodyEnded = false;
    let lose = () => {};
    const lost = new Promise<never>((_, reject) => {
      lose = () => reject(closed);
    });
    const begin = async (run: (tx: string) => Promise<string>) => {
      const end = () => {
        bodyEnded = true;
      };
      run("tx").then(end, end);
      if (order === "before") lose();
      await vi.advanceTimersByTimeAsync(10);
      throw closed;
    };
    await expect(transact(begin, () => lost)).rejects.toBe(closed);
    lose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bodyEnded).toBe(false);
  },
);

it("hands over a loss that was not this connection's, such as that of a transaction inside", async () => {
  useFakeTimers();
  const outcome = transact<string, string>(
    (run) => run("tx"),
    async () => {
      throw new Error("Failed query", { cause: closed });
    },
  ).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await outcome).toBe("Failed query");
});
