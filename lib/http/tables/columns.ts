import type { Cell } from "@/lib/csv";
import type { Money, Rate } from "@/lib/reports/definition";

/** Numbers of an answer as rows; `name` tells the tables of one answer apart. */
export type Table = { name: string; columns: string[]; rows: Cell[][] };

/** A column's name, units in it, and what it has in each row. */
export type Column<Row> = { name: string; of: (row: Row) => Cell };

export const tableOf = <Row>(name: string, rows: readonly Row[], columns: readonly Column<Row>[]): Table => ({
  name,
  columns: columns.map((column) => column.name),
  rows: rows.map((row) => columns.map(({ of }) => of(row))),
});

/** A column of the same name as the field it shows; further words of the name are set apart. */
export const field = <Row, K extends keyof Row & string>(
  key: Row[K] extends Cell ? K : never,
): Column<Row> => ({
  name: snake(key),
  of: (row) => row[key] as Cell,
});

const snake = (word: string): string => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A column for each of these numbers of an object that may not be there. */
export const parts = <Row, T extends object>(
  prefix: string,
  keys: readonly (keyof T & string)[],
  of: (row: Row) => T | null | undefined,
): Column<Row>[] =>
  keys.map((key) => ({ name: `${prefix}_${snake(key)}`, of: (row) => of(row)?.[key] as Cell }));

const rateKeys = ["part", "whole", "rate", "low", "high"] as const;

/** A rate with its division and its 95 % interval. */
export const rate = <Row>(prefix: string, of: (row: Row) => Rate | null | undefined): Column<Row>[] =>
  parts(prefix, rateKeys, of);

/** Amounts in minor units, a column a currency that is in any row. */
export const money = <Row>(
  prefix: string,
  rows: readonly Row[],
  of: (row: Row) => readonly Money[] | undefined,
): Column<Row>[] => {
  const currencies = new Set(rows.flatMap((row) => (of(row) ?? []).map(({ currency }) => currency)));
  return [...currencies].sort().map((code) => ({
    name: `${prefix}_minor_${code}`,
    of: (row) => (of(row) ?? []).find(({ currency }) => currency === code)?.minor,
  }));
};

/** Whose numbers a row has: everybody's, those of a value, of no value, of the values beyond the limit. */
export type GroupOfRow = { period?: string; row: string; group: string | null };

type Group = { value: string | null; other?: true; notReached?: true };

export const total = { row: "total", group: null } as const;

export const ofGroup = ({ value, other, notReached }: Group): GroupOfRow => {
  const row = notReached ? "notReached" : other ? "other" : value === null ? "missing" : "value";
  return { row, group: value };
};
