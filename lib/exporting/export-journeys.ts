import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import { clock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { ColumnCache } from "@/lib/journeys/column-cache";
import { everyField } from "@/lib/journeys/every-field";
import { loadPart, type Moment, readMoment } from "@/lib/journeys/moment";
import { readPropertyKinds } from "@/lib/journeys/property-kinds";
import { openScan } from "@/lib/journeys/scan";
import { monthStart } from "@/lib/journeys/split-rows";
import { contextOf } from "@/lib/reports/definitions";
import { readDefinitions } from "@/lib/reports/definitions-store";
import { needsOf } from "@/lib/reports/lookback";
import { type Range, resolveInstant } from "@/lib/reports/range";
import type { Needs } from "@/lib/reports/report";
import { ArrowStream, type WriteBytes } from "./arrow-stream";
import { EventBatches } from "./event-batches";
import { type ValueColumn, valueColumns } from "./export-columns";
import { loadArrow } from "./load-arrow";

/** Times as people write them: RFC 3339, or a date for its first instant in the project's timezone. */
export type Asked = { from?: string; until?: string };

/** What answering takes, all of one snapshot. */
type Opened = { moment: Moment; columns: ValueColumn[]; range: Range; needs: Needs; sessionGapMs: number };

const rangeAsked = ({ from, until }: Asked, timezone: string): Range => {
  const always = Number.POSITIVE_INFINITY;
  const range = {
    from: from === undefined ? 0 : resolveInstant(from, timezone, "from"),
    to: until === undefined ? always : resolveInstant(until, timezone, "until"),
    asOf: always,
  };
  if (range.to <= range.from)
    throw new AppError(
      "invalid",
      "The range ends before it starts: `until` is exclusive and comes after `from`.",
      "until",
    );
  return range;
};

const openExport = (scope: ProjectScope, asked: Asked): Promise<Opened> =>
  withTenantSnapshot(scope, async (tx) => {
    const definitions = await readDefinitions(tx, scope, { given: undefined, definedAt: [] });
    const { project } = definitions;
    const range = rangeAsked(asked, project.timezone);
    const moment = await readMoment(tx, scope, [everyField]);
    const isIn = ({ month }: { month: number }): boolean =>
      month >= monthStart(range.from) && month < range.to;
    const { runs, tail } = moment;
    const columns = valueColumns(
      await readPropertyKinds(tx, scope, { runs: runs.filter(isIn), tail: tail.filter(isIn) }),
    );
    const fields = new Set(columns.map(({ name }) => name));
    const reach = { fields, bySession: true, wholeSessions: false, byKey: false, segments: [] };
    const needs = needsOf([range], reach, contextOf(definitions, clock.now()));
    // All columns are named; traits, which `every` names too, are not events'.
    return {
      moment: { ...moment, every: [] },
      columns,
      range,
      needs,
      sessionGapMs: project.sessionGapMs,
    };
  });

/**
 * Writes the events of a project as an Arrow IPC stream: all that a report asked at this moment would see, bots included,
 * visitor by visitor. In memory are the journeys of one shard at a time, and one record batch. Answers how many events
 * were written, undefined when it was stopped on the way. Throws `invalid` with `from` or `until` for a wrong range.
 */
export const exportJourneys = async (
  scope: ProjectScope,
  asked: Asked,
  { write, isStopped, rowsOfBatch }: { write: WriteBytes; isStopped(): boolean; rowsOfBatch?: number },
): Promise<number | undefined> => {
  const { moment, columns, range, needs, sessionGapMs } = await openExport(scope, asked);
  const fields = columns.map(({ name }) => name);
  const stream = new ArrowStream(await loadArrow(), columns, write);
  const batches = new EventBatches(columns, (batch) => stream.write(batch), rowsOfBatch);
  const parts = moment.runs.reduce((most, { shards }) => Math.max(most, shards), 1);
  for (let index = 0; index < parts; index++) {
    if (isStopped()) return undefined;
    const part = await loadPart(scope, moment, { index, parts, ...needs }, new ColumnCache(0));
    const scan = openScan(part, {
      matchers: [],
      rules: new Map(),
      fields,
      range,
      asOf: range.asOf,
      includeBots: true,
      sessionGapMs,
    });
    batches.readFrom(scan.dictionaries);
    scan.forEachJourney((journey) => batches.add(journey, range));
  }
  batches.flush();
  stream.end();
  return batches.events;
};
