import { expect } from "vitest";
import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { givenProject, type Site } from "@/db/testing/given-project";
import type { CompactOptions } from "../compact";
import { readState } from "../read-state";
import { rowsSeen } from "./rows-seen";

/** Numbers from a seed, so that a failure can be repeated. */
export const dice = (seed: number) => {
  let state = seed;
  return (sides: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

type Event = {
  visitor: number;
  at: string;
  name: string;
  sessionId: string | null;
  path: string | null;
  country: string | null;
  passive: boolean;
  bot: boolean;
  properties: Record<string, unknown>;
  utmMedium?: string;
};

const oddNames = ["price", "it's", 'a "b"', "a.b", "__proto__", "ünï", "constructor", " "];

export const randomEvent = (roll: (sides: number) => number, visitors: number): Event => ({
  visitor: 1 + roll(visitors),
  at: new Date(Date.UTC(2026, roll(3), 1 + roll(28), roll(24), 0, 0, roll(1000))).toISOString(),
  name: `Event ${roll(5)}`,
  sessionId: roll(4) === 0 ? `session ${roll(9)}` : null,
  path: roll(3) === 0 ? null : `/p/${roll(20)}`,
  country: roll(2) === 0 ? null : (["DE", "FR"][roll(2)] ?? null),
  passive: roll(9) === 0,
  bot: roll(9) === 0,
  properties: Object.fromEntries(
    oddNames
      .filter(() => roll(3) === 0)
      .map((name) => [
        name,
        [1.5, "x", null, true, { deep: [1, "y"] }, "long ".repeat(30), roll(100)][roll(7)],
      ]),
  ),
});

export const insertEvents = async (
  tx: RawTx,
  { projectId }: ProjectScope,
  events: readonly Event[],
): Promise<void> => {
  await tx`
    insert into events (project_id, message_id, visitor_no, occurred_at, name, session_id, path, country, passive, bot, properties, utm_medium)
    select ${projectId}, gen_random_uuid()::text, (e->>'visitor')::int, (e->>'at')::timestamptz, e->>'name', e->>'sessionId',
      e->>'path', e->>'country', (e->>'passive')::bool, (e->>'bot')::bool, e->'properties', e->>'utmMedium'
    from jsonb_array_elements(${tx.json(events as never)}) e`;
};

export const merge = async (tx: RawTx, { projectId }: ProjectScope, a: number, b: number): Promise<void> => {
  const rows = await tx<{ from_no: number; into_no: number }[]>`select from_no, into_no from visitor_merges`;
  const into = new Map(rows.map(({ from_no, into_no }) => [from_no, into_no]));
  const root = (no: number): number => {
    const next = into.get(no);
    return next === undefined ? no : root(next);
  };
  const [low = 0, high = 0] = [root(a), root(b)].sort((x, y) => x - y);
  if (low !== high)
    await tx`insert into visitor_merges (project_id, from_no, into_no) values (${projectId}, ${high}, ${low})`;
};

/** A project with some hundred events, as several transactions wrote them. */
export const givenLog = async (
  seed: number,
  transactions = 6,
): Promise<{ site: Site; roll: (sides: number) => number }> => {
  const site = await givenProject();
  const roll = dice(seed);
  const other = asOtherProcess(1);
  for (let n = 0; n < transactions; n++)
    await other.inTenant(site.scope, (tx) =>
      insertEvents(
        tx,
        site.scope,
        Array.from({ length: 1 + roll(40) }, () => randomEvent(roll, 30)),
      ),
    );
  return { site, roll };
};

export const write = (site: Site, events: readonly Event[]): Promise<void> =>
  asOtherProcess(1).inTenant(site.scope, (tx) => insertEvents(tx, site.scope, events));

export const stateOf = (site: Site) => withTenantSnapshot(site.scope, (tx) => readState(tx, site.scope));

export const expectWhole = async (site: Site): Promise<void> => {
  const { seen, logged } = await rowsSeen(site.scope);
  expect(seen).toEqual(logged);
};

export const tailOf = async (site: Site): Promise<number> => {
  const { runs } = await stateOf(site);
  const { logged } = await rowsSeen(site.scope);
  return logged.length - runs.reduce((events, run) => events + run.events, 0);
};

export const small: CompactOptions = { batchRows: 25, eventsPerShard: 60 };

/** A transaction that stays open until it is told to commit. */
export const givenOpenTransaction = async (site: Site, run: (tx: RawTx) => Promise<unknown>) => {
  let commit = () => {};
  const committing = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let done: Promise<void> = Promise.resolve();
  await new Promise<void>((reached, failed) => {
    done = asOtherProcess(1).inTenant(site.scope, async (tx) => {
      await run(tx);
      reached();
      await committing;
    });
    done.catch(failed);
  });
  return async () => {
    commit();
    await done;
  };
};

/** The largest number of runs that a scan of one shard of one month meets. */
export const mostRunsOfShard = async (site: Site): Promise<number> => {
  const { runs } = await stateOf(site);
  const most = Math.max(1, ...runs.map(({ shards }) => shards));
  let largest = 0;
  for (const { month } of runs)
    for (let shard = 0; shard < most; shard++)
      largest = Math.max(
        largest,
        runs.filter((run) => run.month === month && (shard & (run.shards - 1)) === run.shard).length,
      );
  return largest;
};
