import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import type { ColumnCache } from "./column-cache";
import { decodeRun, emptyColumn } from "./decode-column";
import { everyField, readEveryField } from "./every-field";
import { filedUnder } from "./identities";
import type { Identities, Part } from "./part";
import { nothingRead, readRows } from "./read-rows";
import { firstsOf, readState, type StoredRun, tailRows } from "./read-state";
import { isTrait, readTraits, type VisitorTrait } from "./read-traits";
import type { EncodedRun, Run } from "./run";
import { RunBuilder } from "./run-builder";
import { monthStart } from "./split-rows";
import { throwIfStopped } from "./stopped";
import { storedFields, storedParts } from "./stored-fields";

/** A project's journeys at one moment. Plain data, so that several threads can work on the same moment. */
export type Moment = {
  runs: readonly StoredRun[];
  /** What no run has yet. */
  tail: readonly EncodedRun[];
  identities: Identities;
  /** What `everyField` stands for; none where it was not asked for. */
  every: readonly string[];
  /** The only visitor whose rows are there, where one is asked about. */
  visitor?: number;
  /** The newest receipt and the latest event, ms since 1970; 0 without events. */
  receivedAt: number;
  latestAt: number;
};

/**
 * Reads where the journeys of a project stand and the rows that came since, in the caller's snapshot: everything committed
 * before it. The fields may be found out meanwhile; when that fails, nothing is asked of the transaction any more.
 */
export const readMoment = async (
  tx: RawTx,
  scope: ProjectScope,
  wanted: Iterable<string> | Promise<Iterable<string>>,
): Promise<Moment> => {
  const state = await readState(tx, scope);
  const names = [...(await wanted)];
  const { runs, identities } = state;
  const builder = new RunBuilder();
  const isEvery = names.includes(everyField);
  const wantedOfTail = isEvery ? "all" : storedFields(names);
  const read =
    state.tail?.rows === 0
      ? nothingRead
      : await readRows(tx, tailRows(scope, state), wantedOfTail, builder, filedUnder(identities));
  const tail = builder.build(() => 1);
  return {
    runs,
    tail,
    identities,
    every: isEvery ? await readEveryField(tx, scope, { runs, tail }) : [],
    receivedAt: Math.max(state.receivedAt, read.receivedAt),
    latestAt: Math.max(state.latestAt, read.latestAt),
  };
};

/** Into how many parts a moment is best divided when so many threads are there. Small projects stay whole. */
export const partsOf = ({ runs }: Moment, threads: number): number =>
  runs.some(({ shards }) => shards > 1) ? threads : 1;

/** What the journeys of one part are made of, over a range of time, and of the time before to say how visitors came. */
type Share = {
  index: number;
  parts: number;
  fields: Iterable<string>;
  from: number;
  to: number;
  /** The fields that are asked of the time before; absent where nothing is. */
  past?: Iterable<string>;
};

const isInPart = ({ shard, shards }: StoredRun, { index, parts }: Share): boolean => {
  const common = Math.min(parts, shards) - 1;
  return (shard & common) === (index & common);
};

/** Merges into visitors of the part whose rows still lie where they were: in runs of other parts, too. */
const waitingMerges = ({ winnerOf, lifted }: Identities, { index, parts }: Share): number[] => {
  const losers: number[] = [];
  for (const [loser, winner] of winnerOf)
    if (!lifted.has(loser) && (winner & (parts - 1)) === index) losers.push(loser);
  return losers;
};

/** The runs of some months in which visitors of the part have rows. */
const runsOfMonths = (
  { runs, identities }: Moment,
  share: Share,
  { from, to }: { from: number; to: number },
): { ofPart: StoredRun[]; isLoose: (run: StoredRun) => boolean } => {
  const losers = waitingMerges(identities, share);
  const ofOthers = losers.filter((no) => (no & (share.parts - 1)) !== share.index);
  const holds = (numbers: readonly number[], { shard, shards }: StoredRun): boolean =>
    numbers.some((no) => (no & (shards - 1)) === shard);
  const ofPart = runs.filter(
    (run) => run.month >= from && run.month < to && (isInPart(run, share) || holds(losers, run)),
  );
  return { ofPart, isLoose: (run) => holds(ofOthers, run) };
};

const decodedMonths = (tail: readonly EncodedRun[], from: number, to: number): Run[] =>
  tail.filter(({ month }) => month >= from && month < to).map(decodeRun);

/** A run of which only these fields were loaded: it has no other. */
const withFields = (run: Run, fields: ReadonlySet<string>): Run => ({
  ...run,
  column: (field) => (fields.has(field) ? run.column(field) : emptyColumn(run.count)),
});

/**
 * Brings a part of the moment into memory: the months that touch the range, and the columns that are asked for. Of the
 * months before, if they are asked about, only what says how visitors came.
 */
export const loadPart = async (
  scope: ProjectScope,
  moment: Moment,
  share: Share,
  cache: ColumnCache,
  stop?: Int32Array,
): Promise<Part> => {
  const { index, parts, fields, from, to } = share;
  throwIfStopped(stop);
  const { identities, tail, every } = moment;
  const firstMonth = monthStart(from);
  const current = new Set(moment.runs.map(({ id }) => id));
  const common = {
    index,
    parts,
    shards: moment.runs.reduce((most, run) => Math.max(most, run.shards), parts),
    isCurrent: ({ id }: StoredRun) => current.has(id),
  };
  const wanted = [...new Set([...fields, ...every])];
  const traits = wanted.filter(isTrait);
  const before = { from: Number.NEGATIVE_INFINITY, to: firstMonth };
  const loadPast = async (asked: ReadonlySet<string>): Promise<Run[]> => {
    const { ofPart, isLoose } = runsOfMonths(moment, share, before);
    const runs = ofPart.map(firstsOf);
    const rows = { ...common, ...before, kind: "first" as const, runs, fields: [...asked] };
    const stored = await cache.loadRows(scope, rows, isLoose);
    return [...stored, ...decodedMonths(tail, before.from, before.to)].map((run) => withFields(run, asked));
  };
  const { ofPart: runs, isLoose } = runsOfMonths(moment, share, { from: firstMonth, to });
  const [past, stored, known] = await Promise.all([
    share.past && loadPast(new Set(storedParts(share.past))),
    cache.loadRows(
      scope,
      {
        ...common,
        kind: "all",
        runs,
        fields: storedFields(wanted),
        from: firstMonth,
        to: to === Number.POSITIVE_INFINITY || monthStart(to) === to ? to : monthStart(to, 1),
      },
      isLoose,
    ),
    traits.length === 0
      ? new Map<string, VisitorTrait>()
      : withTenantSnapshot(scope, (tx) => readTraits(tx, scope, traits, { identities, index, parts })),
  ]);
  return {
    index,
    parts,
    runs: [...stored, ...decodedMonths(tail, firstMonth, to)],
    past,
    identities,
    traits: known,
    every,
    visitor: moment.visitor,
    stop,
  };
};
