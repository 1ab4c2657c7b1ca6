import { setImmediate } from "node:timers/promises";
import type { RawTx } from "@/db/tenant";

// Hot path: every byte of the log passes here once.

/** ms since 1970 of the µs since 2000 that a timestamptz is. */
export const instantOf = (micros: number): number => Math.floor(micros / 1000) + 946_684_800_000;

/** The fields of one row of a binary COPY; valid only while the row is being read. */
export class CopyRow {
  /** What came from the connection in one piece, which has many rows. */
  view: DataView = new DataView(new ArrayBuffer(0));
  private bytes: Buffer = Buffer.alloc(0);
  /** Where each field begins in `view`, and how long it is; a null has a negative length. */
  readonly starts: number[] = [];
  readonly lengths: number[] = [];

  /** Points at a row that begins at `offset`; answers false at the end of the data. */
  take(message: Buffer, offset: number): boolean {
    if (message.buffer !== this.view.buffer) {
      this.view = new DataView(message.buffer);
      this.bytes = Buffer.from(message.buffer);
    }
    const { view, starts, lengths } = this;
    let place = message.byteOffset + offset;
    const fields = view.getInt16(place);
    place += 2;
    for (let field = 0; field < fields; field++) {
      const length = view.getInt32(place);
      place += 4;
      starts[field] = place;
      lengths[field] = length;
      if (length > 0) place += length;
    }
    return fields >= 0;
  }

  isNull(field: number): boolean {
    return (this.lengths[field] ?? -1) < 0;
  }

  int32(field: number): number {
    return this.view.getInt32(this.starts[field] ?? 0);
  }

  /** Exact up to 2^53. */
  int64(field: number): number {
    const start = this.starts[field] ?? 0;
    return this.view.getInt32(start) * 4_294_967_296 + this.view.getUint32(start + 4);
  }

  bool(field: number): boolean {
    return this.view.getUint8(this.starts[field] ?? 0) === 1;
  }

  /** The text of a field that is not null, without so many bytes at its beginning. */
  textAfter(field: number, skip: number): string {
    const start = this.starts[field] ?? 0;
    return this.bytes.toString("utf8", start + skip, start + (this.lengths[field] ?? 0));
  }

  text(field: number): string | null {
    return this.isNull(field) ? null : this.textAfter(field, 0);
  }

  /** A `bytea` as a copy of its own, whose memory begins with it: typed arrays can lie on it. */
  ownBytes(field: number): Uint8Array {
    return this.copyBytes(field, (length) => new Uint8Array(length));
  }

  /** A `bytea` in memory that is given for it. */
  copyBytes(field: number, room: (bytes: number) => Uint8Array): Uint8Array {
    const start = this.starts[field] ?? 0;
    const copy = room(Math.max(0, this.lengths[field] ?? 0));
    copy.set(this.bytes.subarray(start, start + copy.length));
    return copy;
  }

  /** The bytes of a field, where they lie: good for longer than the row. */
  bytesOf(field: number): Buffer {
    const start = this.starts[field] ?? 0;
    return this.bytes.subarray(start, start + Math.max(0, this.lengths[field] ?? 0));
  }

  /** A timestamptz in ms since 1970. */
  time(field: number): number {
    return instantOf(this.int64(field));
  }
}

const headerLength = 19;

/**
 * Runs `COPY (query) TO STDOUT (FORMAT binary)` and hands over row by row, inside the data event. When much of a COPY
 * arrives at once, the driver pauses its socket until somebody reads on, which nobody does after the last row: the
 * connection would never hear of its COMMIT. So the end of the stream asks to read on.
 */
export const readCopy = async (tx: RawTx, query: string, onRow: (row: CopyRow) => void): Promise<void> => {
  const stream = await tx.unsafe(`copy (${query}) to stdout (format binary)`).readable();
  await new Promise<void>((resolve, reject) => {
    const row = new CopyRow();
    let offset = headerLength;
    let failure: unknown;
    stream.on("data", (bytes: Buffer) => {
      if (failure) return;
      try {
        if (row.take(bytes, offset)) onRow(row);
      } catch (error) {
        failure = error;
      }
      offset = 0;
    });
    stream.on("end", () => {
      stream._read(0);
      if (failure) reject(failure);
      else resolve();
    });
    stream.on("error", reject);
  });
};

/**
 * Until the driver has sent what was just asked, so that the database works on it meanwhile: it waits for the end of the
 * turn, which whatever is computed at once puts off.
 */
export const untilSent = async (): Promise<void> => {
  await setImmediate();
  await setImmediate();
};
