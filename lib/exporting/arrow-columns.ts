import type { Data, Field } from "apache-arrow";
import { eventFlags } from "@/lib/journeys/event-flags";
import type { EventBatch } from "./event-batches";
import type { ValueColumn } from "./export-columns";
import type { Arrow } from "./load-arrow";
import type { ValueBatch } from "./value-batch";

/** A column of a file, and how it says what a batch holds. */
export type ArrowColumn = { field: Field; data: (batch: EventBatch) => Data };

/** Bits of rows, the lowest first. */
const packBits = (rows: number, isSet: (row: number) => boolean): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(rows / 8));
  for (let row = 0; row < rows; row++)
    if (isSet(row)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  return bits;
};

const allThere = (rows: number) => ({ length: rows, nullCount: 0 });

/** Which rows have a value. */
const thereWhere = (rows: number, isThere: (row: number) => boolean) => {
  let nullCount = 0;
  for (let row = 0; row < rows; row++) if (!isThere(row)) nullCount++;
  return { length: rows, nullCount, nullBitmap: nullCount === 0 ? undefined : packBits(rows, isThere) };
};

const hasValue =
  ({ places }: ValueBatch) =>
  (row: number): boolean =>
    (places[row] ?? -1) >= 0;

/** What is known of every event. */
const factColumns = ({ Bool, Field, Int32, makeData, TimestampMillisecond }: Arrow): ArrowColumn[] => {
  const flagged = (name: string, flag: number): ArrowColumn => ({
    field: new Field(name, new Bool(), false),
    data: ({ rows, flags }) => {
      const data = packBits(rows, (row) => ((flags[row] ?? 0) & flag) !== 0);
      return makeData({ type: new Bool(), ...allThere(rows), data });
    },
  });
  const instant = new TimestampMillisecond("UTC");
  return [
    {
      field: new Field("visitor", new Int32(), false),
      data: ({ rows, visitor }) =>
        makeData({ type: new Int32(), ...allThere(rows), data: visitor.subarray(0, rows) }),
    },
    {
      field: new Field("occurredAt", instant, false),
      data: ({ rows, occurredAt }) =>
        makeData({ type: instant, ...allThere(rows), data: occurredAt.subarray(0, rows) }),
    },
    {
      field: new Field("session", new Int32(), true),
      data: ({ rows, session }) => {
        const there = thereWhere(rows, (row) => session[row] !== 0);
        return makeData({ type: new Int32(), ...there, data: session.subarray(0, rows) });
      },
    },
    flagged("isBot", eventFlags.bot),
    flagged("isPassive", eventFlags.passive),
  ];
};

/** Columns of values as Arrow has them, each with a name. */
const valueTypes = (arrow: Arrow) => {
  const { Bool, Dictionary, Field, Float64, Int32, makeData, Utf8, Vector } = arrow;
  const utf8 = (texts: readonly string[]) => {
    const data = Buffer.from(texts.join(""), "utf8");
    const valueOffsets = new Int32Array(texts.length + 1);
    for (const [i, text] of texts.entries())
      valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + Buffer.byteLength(text, "utf8");
    return makeData({ type: new Utf8(), ...allThere(texts.length), valueOffsets, data });
  };
  return {
    number: (name: string) => ({
      field: new Field(name, new Float64(), true),
      data: (rows: number, batch: ValueBatch): Data => {
        const { places, values } = batch;
        const data = Float64Array.from(places.subarray(0, rows), (place) => Number(values[place] ?? 0));
        return makeData({ type: new Float64(), ...thereWhere(rows, hasValue(batch)), data });
      },
    }),
    boolean: (name: string) => ({
      field: new Field(name, new Bool(), true),
      data: (rows: number, batch: ValueBatch): Data => {
        const { places, values } = batch;
        const data = packBits(rows, (row) => values[places[row] ?? -1] === true);
        return makeData({ type: new Bool(), ...thereWhere(rows, hasValue(batch)), data });
      },
    }),
    text: (name: string, id: number, metadata = new Map<string, string>()) => {
      const type = new Dictionary(new Utf8(), new Int32(), id);
      return {
        field: new Field(name, type, true, metadata),
        data: (rows: number, batch: ValueBatch): Data => {
          const data = batch.places.slice(0, rows);
          for (let row = 0; row < rows; row++) if ((data[row] ?? 0) < 0) data[row] = 0;
          const dictionary = new Vector([utf8(batch.values.map(String))]);
          return makeData({ type, ...thereWhere(rows, hasValue(batch)), data, dictionary });
        },
      };
    },
  };
};

/** The columns of a file, in their order: what is known of every event, then values. */
export const arrowColumns = (arrow: Arrow, columns: readonly ValueColumn[]): ArrowColumn[] => {
  const types = valueTypes(arrow);
  const json = new Map([["content", "json"]]);
  const values = columns.map(({ name, kind }, place): ArrowColumn => {
    const { field, data } = kind === "json" ? types.text(name, place, json) : types[kind](name, place);
    return {
      field,
      data: ({ rows, values }) => {
        const batch = values[place];
        if (!batch) throw new Error(`The batch has no column ${name}.`);
        return data(rows, batch);
      },
    };
  });
  return [...factColumns(arrow), ...values];
};
