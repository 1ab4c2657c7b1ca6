import { setTimeout as sleep } from "node:timers/promises";
import type { ProjectScope } from "@/db/scope";
import { AppError, isAppError } from "@/lib/errors";
import type { IngestResult } from "@/lib/ingestion/draft";
import { appendEvents } from "@/lib/ingestion/store";
import type { ImportMap, ImportReport, RejectedRow } from "./definition";
import { inFlight } from "./in-flight";
import { openFile } from "./open-file";
import { readBlocks } from "./read-blocks";
import { type FileEvents, readEvents } from "./read-events";

const batchRows = 2500;
const mostInFlight = 2;
const mostListed = 100;
const mostTries = 5;
const pauseMs = 1_000;

type Batch = FileEvents & { lastLine: number };

export type ImportProgress = { readBytes: number; totalBytes: number; rows: number };

const byLine = (a: { line: number }, b: { line: number }): number => a.line - b.line;

/** Cuts what was read into batches that are committed one by one. */
async function* inBatches(found: AsyncIterable<FileEvents>): AsyncGenerator<Batch> {
  for await (const { events, rejected } of found) {
    let listed = rejected;
    for (let at = 0; at < events.length || listed.length > 0; at += batchRows) {
      const some = events.slice(at, at + batchRows);
      const lastLine = Math.max(some.at(-1)?.line ?? 0, listed.at(-1)?.line ?? 0);
      yield { events: some, rejected: listed, lastLine };
      listed = [];
    }
  }
}

type StoredBatch = {
  rows: number;
  accepted: number;
  duplicates: number;
  ignored: number;
  rejected: RejectedRow[];
  lastLine: number;
};

/** A file can wait: what the writer cannot take just now is offered again, for a few seconds. */
const appendPatiently = async (scope: ProjectScope, events: readonly unknown[]): Promise<IngestResult> => {
  for (let tries = 1; ; tries++)
    try {
      return await appendEvents(scope, "import", events);
    } catch (error) {
      if (!isAppError(error) || error.code !== "unavailable" || tries === mostTries) throw error;
      await sleep(pauseMs);
    }
};

const store = async (scope: ProjectScope, { events, rejected, lastLine }: Batch): Promise<StoredBatch> => {
  const result = await appendPatiently(
    scope,
    events.map(({ event }) => event),
  );
  const refused = result.rejected.map(
    ({ index, code, path, message }): RejectedRow => ({
      line: events[index]?.line ?? 0,
      code,
      path,
      message,
    }),
  );
  return {
    ...result,
    rows: events.length + rejected.length,
    rejected: [...rejected, ...refused].sort(byLine),
    lastLine,
  };
};

/** Sums up results in the order of the file. */
class Tally {
  readonly report: ImportReport = {
    lines: 0,
    accepted: 0,
    duplicates: 0,
    ignored: 0,
    rejected: [],
    rejectedTotal: 0,
    ms: 0,
  };
  lastLine = 0;

  add({ rows, accepted, duplicates, ignored, rejected, lastLine }: StoredBatch): void {
    const { report } = this;
    report.lines += rows;
    report.accepted += accepted;
    report.duplicates += duplicates;
    report.ignored += ignored;
    report.rejectedTotal += rejected.length;
    report.rejected.push(...rejected.slice(0, mostListed - report.rejected.length));
    this.lastLine = Math.max(this.lastLine, lastLine);
  }
}

const stoppedEarly = (error: unknown, lastLine: number): unknown => {
  if (!isAppError(error) || lastLine === 0) return error;
  const message = `${error.message.replace(/\.$/, "")}. The rows up to line ${lastLine} are stored; import the same file again to go on.`;
  return new AppError(error.code, message, error.path, { cause: error });
};

/**
 * Imports a file of events: JSONL in the wire format, or CSV and other JSONL by a map; gzip too. Streams, so its size
 * does not matter. A row that cannot be stored is reported with its line and stops nothing; what was imported before
 * counts as duplicate, so an import that was cut short is finished by starting it again. Throws when the file
 * cannot be read to its end, or the map does not fit it.
 */
export const importFile = async (
  scope: ProjectScope,
  {
    file,
    map,
    onProgress = () => {},
    signal,
  }: { file: string; map?: ImportMap; onProgress?: (progress: ImportProgress) => void; signal?: AbortSignal },
): Promise<ImportReport> => {
  const startedAt = performance.now();
  const opened = await openFile(file);
  const tally = new Tally();
  const batches = inFlight<StoredBatch>(mostInFlight, (stored) => {
    tally.add(stored);
    onProgress({ readBytes: opened.readBytes(), totalBytes: opened.totalBytes, rows: tally.report.lines });
  });
  try {
    for await (const batch of inBatches(readEvents(readBlocks(opened.chunks), map))) {
      if (signal?.aborted) throw new AppError("unavailable", "The import was interrupted.");
      await batches.add(store(scope, batch));
    }
    await batches.finish();
  } catch (error) {
    // What is still being written counts as well; the first failure is the one to tell.
    await batches.finish().catch(() => {});
    throw stoppedEarly(error, tally.lastLine);
  }
  tally.report.ms = Math.round(performance.now() - startedAt);
  return tally.report;
};
