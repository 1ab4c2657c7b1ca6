import type { RecordBatchStreamWriter, Schema } from "apache-arrow";
import { type ArrowColumn, arrowColumns } from "./arrow-columns";
import type { EventBatch } from "./event-batches";
import type { ValueColumn } from "./export-columns";
import type { Arrow } from "./load-arrow";

/** Takes bytes that are good until it returns. */
export type WriteBytes = (bytes: Uint8Array) => void;

/**
 * Writes batches of events as an Arrow IPC stream. It is a stream and not a file in Arrow's sense, since only there each
 * batch may have dictionaries of its own: those of all events may not fit in memory.
 */
export class ArrowStream {
  private readonly columns: readonly ArrowColumn[];
  private readonly schema: Schema;
  private readonly writer: RecordBatchStreamWriter;

  constructor(
    private readonly arrow: Arrow,
    columns: readonly ValueColumn[],
    write: WriteBytes,
  ) {
    // The library's own queue would keep all that is written.
    class Sink extends arrow.AsyncByteQueue {
      override write(bytes: Uint8Array): void {
        write(bytes);
      }
    }
    this.columns = arrowColumns(arrow, columns);
    this.schema = new arrow.Schema(this.columns.map(({ field }) => field));
    this.writer = new arrow.RecordBatchStreamWriter({ autoDestroy: false });
    this.writer.reset(new Sink(), this.schema);
  }

  write(batch: EventBatch): void {
    const { makeData, RecordBatch, Struct } = this.arrow;
    const { schema } = this;
    const children = this.columns.map(({ data }) => data(batch));
    const type = new Struct(schema.fields);
    this.writer.write(
      new RecordBatch(schema, makeData({ type, length: batch.rows, nullCount: 0, children })),
    );
  }

  /** Writes what ends a stream. */
  end(): void {
    this.writer.finish();
  }
}
