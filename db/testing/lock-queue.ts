import { expect } from "vitest";
import type { RawTx } from "@/db/tenant";

/** Waits until somebody waits for a lock that this transaction holds; answers who, as numbers of backends. */
export const untilSomebodyWaits = async (holder: RawTx): Promise<number[]> => {
  let waiting: number[] = [];
  const look = async (): Promise<number> => {
    const rows = await holder<{ pid: number }[]>`
      select distinct pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`;
    waiting = rows.map(({ pid }) => pid);
    return waiting.length;
  };
  await expect.poll(look, { interval: 10, timeout: 10_000 }).toBeGreaterThan(0);
  return waiting;
};

/** Waits until these many of the backends wait for somebody's lock. */
export const untilTheyWait = async (
  observer: RawTx,
  pids: readonly number[],
  count: number,
): Promise<void> => {
  const look = async (): Promise<number> => {
    const [row] = await observer<{ count: number }[]>`
      select count(distinct pid)::int as count from pg_locks where not granted and pid = any(${[...pids]}::int[])`;
    return row?.count ?? 0;
  };
  await expect.poll(look, { interval: 10, timeout: 10_000 }).toBe(count);
};

/** Cancels the statement of a backend of the same login, or ends the backend altogether. */
export const disturb = async (
  from: RawTx,
  pids: readonly number[],
  how: "cancel" | "terminate",
): Promise<void> => {
  await from`set local role none`;
  for (const pid of pids) await from`select ${from(`pg_${how}_backend`)}(${pid})`;
};
