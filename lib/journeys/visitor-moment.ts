import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { AppError } from "@/lib/errors";
import { decodeRun } from "./decode-column";
import { findVisitor } from "./find-visitor";
import { fieldsOf } from "./fold-batch";
import { filedUnder } from "./identities";
import { loadRun, runsThatHold } from "./load-columns";
import type { Moment } from "./moment";
import type { Identities } from "./part";
import { readRows } from "./read-rows";
import { type JourneyState, readState, tailRows } from "./read-state";
import { RunBuilder } from "./run-builder";

const nobody = (): never => {
  throw new AppError("not_found", "There is no visitor with this id.", "visitorId");
};

/** Every number that stands for the visitor, its own first. */
const numbersOf = (visitor: number, { winnerOf }: Identities): number[] => {
  const numbers = [visitor];
  for (const [loser, winner] of winnerOf) if (winner === visitor) numbers.push(loser);
  return numbers;
};

/** Adds the visitor's rows of stored runs, whichever of these numbers they lie under: one run in memory at a time. */
const addStored = async (
  tx: RawTx,
  scope: ProjectScope,
  { runs, identities }: JourneyState,
  numbers: readonly number[],
  builder: RunBuilder,
): Promise<void> => {
  const [visitor = 0] = numbers;
  const living = new Set(numbers.filter((no) => !identities.lifted.has(no)));
  const possible = runs.filter(({ shard, shards }) =>
    [...living].some((no) => (no & (shards - 1)) === shard),
  );
  for (const stored of await runsThatHold(tx, scope, possible, living)) {
    const encoded = await loadRun(tx, scope, stored);
    builder.addRun(decodeRun(encoded), fieldsOf(encoded), {
      visitorOf: (no) => (living.has(no) ? visitor : -1),
    });
  }
};

/**
 * Where the journey of one visitor stands, with everything its events carry and nothing of anybody else: the id is the
 * user's or an anonymous one, or `#<number>`. Throws `not_found` for nobody's id, and for one who was erased.
 */
export const readVisitorMoment = async (tx: RawTx, scope: ProjectScope, id: string): Promise<Moment> => {
  const found = await findVisitor(tx, scope, id);
  if (found === undefined) return nobody();
  const state = await readState(tx, scope);
  const { identities } = state;
  const visitor = filedUnder(identities)(found);
  if (visitor < 0) return nobody();
  const numbers = numbersOf(visitor, identities);
  const builder = new RunBuilder();
  await addStored(tx, scope, state, numbers, builder);
  const where = `${tailRows(scope, state)} and visitor_no in (${numbers.join()})`;
  const read = await readRows(tx, where, "all", builder, () => visitor);
  if (builder.count === 0 && id === `#${visitor}`) return nobody();
  const tail = builder.build(() => 1);
  const fields = new Set(tail.flatMap(({ columns }) => [...columns.keys()]));
  return {
    runs: [],
    tail,
    identities: { winnerOf: new Map(), lifted: new Set(), erased: new Set() },
    every: [...fields].filter((field) => field.startsWith("property.")),
    visitor,
    receivedAt: Math.max(state.receivedAt, read.receivedAt),
    latestAt: Math.max(state.latestAt, read.latestAt),
  };
};
